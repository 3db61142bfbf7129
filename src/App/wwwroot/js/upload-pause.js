// While the server is away or short of air: asks whether it is ready, less and less often, and at once when the network is back.

const first = 1000;
const longest = 30_000;
const patience = 10_000;

export class Pause {
  #reason = null;
  #delay = first;
  #timer = 0;
  #looking = false;
  #onChange;
  #onEnd;

  /**
   * @param {(reason: string|null) => void} onChange Told why when a pause begins, and null when it is over.
   * @param {() => void} onEnd Called when it is over.
   */
  constructor(onChange, onEnd) {
    this.#onChange = onChange;
    this.#onEnd = onEnd;
    window.addEventListener('online', () => this.look());
  }

  get isOn() {
    return this.#reason !== null;
  }

  /** @param {number} atLeast Milliseconds that the server wants to be left alone. */
  begin(reason, atLeast) {
    if (this.isOn) {
      return;
    }

    this.#reason = reason;
    this.#delay = first;
    this.#plan(Math.max(first, atLeast));
    this.#onChange(reason);
  }

  /** Asks now, if there is a pause. */
  async look() {
    if (!this.isOn || this.#looking) {
      return;
    }

    clearTimeout(this.#timer);
    this.#looking = true;
    const ready = await isReady();
    this.#looking = false;
    if (!this.isOn) {
      return;
    }

    if (ready) {
      this.end();
    } else {
      this.#delay = Math.min(this.#delay * 2, longest);
      this.#plan(this.#delay);
    }
  }

  end() {
    if (this.isOn) {
      clearTimeout(this.#timer);
      this.#reason = null;
      this.#onChange(null);
      this.#onEnd();
    }
  }

  #plan(delay) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.look(), delay);
  }
}

async function isReady() {
  try {
    const response = await fetch('/health/ready', { cache: 'no-store', signal: AbortSignal.timeout(patience) });
    return response.status < 500;
  } catch {
    return false;
  }
}
