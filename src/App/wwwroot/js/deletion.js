// Deletes pictures, which hides them at once, and puts them back.

import { post } from './api.js';
import { say } from './toast.js';
import { pictures } from './wording.js';

/**
 * @param {number[]} ids
 * @returns {Promise<boolean>} Whether they are gone.
 */
export async function remove(ids) {
  try {
    const { ids: gone } = await post('/api/images/delete', { ids });
    hide(gone, true);
    say(`${pictures(gone.length)} deleted.`, { name: 'Undo', run: () => restore(gone) });
    return true;
  } catch (error) {
    say(error.message);
    return false;
  }
}

async function restore(ids) {
  try {
    const { ids: back } = await post('/api/images/restore', { ids });
    hide(back, false);
    say(back.length === ids.length ? `${pictures(back.length)} put back.` : `${pictures(back.length)} of ${ids.length} put back: the others are gone for good.`);
  } catch (error) {
    say(error.message, { name: 'Try again', run: () => restore(ids) });
  }
}

function hide(ids, hidden) {
  for (const tile of document.querySelectorAll('[data-grid] > .tile')) {
    if (ids.includes(Number(tile.dataset.id))) {
      tile.hidden = hidden;
    }
  }
}
