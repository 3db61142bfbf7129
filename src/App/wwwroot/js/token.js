// What a session changes needs the page's token, in a header: see the meta element in the page's head.

/** Lets a request that is about to be sent change something. */
export function allow(request) {
  const token = document.querySelector('meta[name=csrf]')?.content;
  if (token) {
    request.setRequestHeader('x-csrf-token', token);
  }
}
