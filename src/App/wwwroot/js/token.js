// What a session changes needs the page's token, in a header: see the meta element in the page's head.

/** The headers that let a request change something; none where nobody is signed in. */
export function allowed() {
  const token = document.querySelector('meta[name=csrf]')?.content;
  return token ? { 'x-csrf-token': token } : {};
}
