// What has the focus and what is selected, kept while nodes around it are moved.

// What is needed to focus again what has the focus now, or what has taken over its id.
export function focusOf(live) {
  const root = live.getRootNode();
  const active = root.activeElement;
  if (!active || !live.contains(active)) return () => {};
  const selection = canSelect(active) && [active.selectionStart, active.selectionEnd, active.selectionDirection];
  return () => {
    const wanted = active.isConnected ? active : active.id && root.getElementById(active.id);
    if (!wanted || root.activeElement === wanted) return;
    wanted.focus({ preventScroll: true });
    if (selection && canSelect(wanted)) wanted.setSelectionRange(...selection);
  };
}

const canSelect = (field) => typeof field.setSelectionRange === 'function' && field.selectionStart !== null;

// What is needed to select again what is selected now, if nodes were moved.
export function selectionOf(owner) {
  const selection = owner.getSelection();
  if (!selection?.rangeCount || selection.isCollapsed) return () => {};
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
  return () => {
    if (selection.anchorNode === anchorNode && selection.focusNode === focusNode) return;
    if (!anchorNode.isConnected || !focusNode.isConnected) return;
    const within = (node, offset) => Math.min(offset, node.data?.length ?? node.childNodes.length);
    selection.setBaseAndExtent(anchorNode, within(anchorNode, anchorOffset), focusNode, within(focusNode, focusOffset));
  };
}
