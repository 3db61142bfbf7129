// A picture's page that was opened too early loads anew once the picture can be searched.

import { follow } from './standing.js';

const standing = document.querySelector('[data-standing]');
if (standing) {
  const id = Number(standing.dataset.standing);
  follow(() => [id], () => location.reload());
}
