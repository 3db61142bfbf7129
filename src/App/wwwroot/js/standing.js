// Asks how pictures stand until each is indexed or has failed. Never more than a few questions at a time.

const together = 8;
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
    const answers = await Promise.all(ids.slice(0, together).map(ask));
    const done = answers.filter(answer => answer && answer.picture.state !== 'pending');
    for (const { id, picture } of done) {
      settled(id, picture);
    }

    // Where all of them were done there are probably more; where the server is away, it is asked less and less.
    wait = answers.every(answer => answer === null) ? Math.min(wait * 2, patience) : pause;
    if (done.length < answers.length) {
      await new Promise(resume => setTimeout(resume, wait));
    }
  }
}

async function ask(id) {
  try {
    const response = await fetch(`/api/images/${id}`, { headers: { accept: 'application/json' } });
    if (response.status === 404) {
      return { id, picture: { state: 'failed', reason: 'It is not in the library any more.' } };
    }

    return response.ok ? { id, picture: await response.json() } : null;
  } catch {
    return null;
  }
}
