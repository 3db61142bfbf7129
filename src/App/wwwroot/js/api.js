// Asks the server to do something, and says in words why it did not.

import { allowed } from './token.js';

/**
 * @param {string} path
 * @param {object} body Sent as JSON.
 * @returns {Promise<object>} The answer.
 * @throws {Error} With a sentence for a person.
 */
export async function post(path, body) {
  let response;
  try {
    response = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json', ...allowed() }, body: JSON.stringify(body) });
  } catch {
    throw new Error('The server cannot be reached. Nothing was changed; try again in a moment.');
  }

  const answer = await response.json().catch(() => null);
  if (!response.ok) {
    const wrong = Object.values(answer?.errors ?? {}).flat().join(' ');
    throw new Error(wrong || answer?.detail || answer?.title || `The server answered with ${response.status}.`);
  }

  return answer;
}
