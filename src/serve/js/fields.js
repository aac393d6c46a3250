// The fields of forms, whose state is the reader's once it was changed.

export const isField = (node) => /^(INPUT|SELECT|TEXTAREA|BUTTON)$/.test(node.nodeName);

// What is needed to give a form's field its state again: the user's, if there is one, else that of the new source.
export function stateOf(field) {
  const name = field.localName;
  if (name === 'select') return stateOfSelect(field);
  if (name !== 'input' && name !== 'textarea') return () => {};
  if (field.type === 'file') return () => {};
  if (field.type === 'checkbox' || field.type === 'radio') {
    const isTouched = field.checked !== field.defaultChecked;
    const { checked } = field;
    return () => {
      field.checked = isTouched ? checked : field.defaultChecked;
    };
  }
  const isTouched = field.value !== field.defaultValue;
  const { value } = field;
  return () => {
    const wanted = isTouched ? value : field.defaultValue;
    if (field.value !== wanted) field.value = wanted;
  };
}

function stateOfSelect(field) {
  const isDefault = [...field.options].some((option) => option.defaultSelected);
  const standard = (option, at) => (isDefault || field.multiple ? option.defaultSelected : at === 0);
  const isTouched = [...field.options].some((option, at) => option.selected !== standard(option, at));
  const chosen = new Set([...field.selectedOptions].map((option) => option.value));
  return () => {
    const options = [...field.options];
    const isThere = isTouched && options.some((option) => chosen.has(option.value));
    const wanted = options.filter((option) => (isThere ? chosen.has(option.value) : option.defaultSelected));
    if (!wanted.length && !field.multiple && options.length) wanted.push(options[0]);
    for (const option of options) {
      if (option.selected !== wanted.includes(option)) option.selected = !option.selected;
    }
  };
}
