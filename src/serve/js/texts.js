// What two texts have in common.

// How many characters two texts begin with alike.
export function sharedStart(a, b) {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a[length] === b[length]) length++;
  return length;
}

// How many characters two texts end with alike, without those at the start.
export function sharedEnd(a, b, start) {
  const most = Math.min(a.length, b.length) - start;
  let length = 0;
  while (length < most && a[a.length - 1 - length] === b[b.length - 1 - length]) length++;
  return length;
}
