// Asks how pictures stand until each is indexed or has failed. One question at a time, for many pictures at once.

const together = 100;
const pause = 1000;
const patience = 15000;

/**
 * Follows pictures until there are none left to follow.
 * @param {() => number[]} waiting Ids that are not settled yet, those that are likely to be first in front.
 * @param {(id: number, picture: {state: string, reason?: string}) => void} settled Called once an id is; it must then be gone from waiting().
 */
export async function follow(waiting, settled) {
  let wait = pause;
  for (let ids = waiting(); ids.length > 0; ids = waiting()) {
    const asked = ids.slice(0, together);
    const answer = await ask(asked);
    const done = asked.filter(id => answer && answer.get(id)?.state !== 'pending');
    for (const id of done) {
      settled(id, answer.get(id) ?? { state: 'failed', reason: 'It is not in the library any more.' });
    }

    // Where all of them were done there are probably more; where the server is away, it is asked less and less.
    wait = answer ? pause : Math.min(wait * 2, patience);
    if (done.length < asked.length) {
      await new Promise(resume => setTimeout(resume, wait));
    }
  }
}

async function ask(ids) {
  try {
    const response = await fetch(`/api/images/states?${ids.map(id => `id=${id}`).join('&')}`, { headers: { accept: 'application/json' } });
    return response.ok ? new Map((await response.json()).map(picture => [picture.id, picture])) : null;
  } catch {
    return null;
  }
}
