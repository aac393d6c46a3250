// Files that keep their addresses when they change: pictures as they are, fonts, what stands below static/.

// Whether the page shows one of these files in another way than as a picture of one address, so that only loading it anew
// shows the change.
export function needsReload(files) {
  const loaded = performance.getEntriesByType('resource').filter(({ initiatorType }) => initiatorType !== 'img');
  const isUsed = (file) => loaded.some(({ name }) => isAt(name, file));
  const isChosen = (file) => [...document.images].some((picture) => hasChoice(picture) && isAt(picture.currentSrc, file));
  return files.some((file) => isUsed(file) || isChosen(file));
}

// Shows pictures anew whose files have changed.
export function renew(files) {
  for (const picture of document.images) {
    if (hasChoice(picture) || !files.some((file) => isAt(picture.src, file))) continue;
    const url = new URL(picture.src, location.href);
    // The address alone brings back what the browser has in its memory.
    url.searchParams.set('byline', Date.now());
    picture.src = url.href;
  }
}

// Whether the browser chooses among several files for a picture.
function hasChoice(picture) {
  return picture.srcset !== '' || picture.closest('picture') !== null;
}

function isAt(address, file) {
  try {
    const url = new URL(address, location.href);
    return url.origin === location.origin && decodeURIComponent(url.pathname) === decodeURIComponent(file);
  } catch {
    return false;
  }
}
