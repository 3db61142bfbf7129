// Looks closer at a picture: by wheel, keys, a tap or two fingers; dragged while it is large. Swipes while it is not.

const least = 1;
const largest = 8;
const far = 60; // Pixels that make a swipe.

export class Zoom {
  #picture;
  #pointers = new Map();
  #scale = least;
  #x = 0;
  #y = 0;
  #start = null;
  #listener;

  /**
   * @param {HTMLElement} stage Fills the window.
   * @param {HTMLImageElement} picture In it.
   * @param {{closer: () => void, swiped: (direction: 'left' | 'right' | 'down') => void}} listener
   */
  constructor(stage, picture, listener) {
    this.#picture = picture;
    this.#listener = listener;
    stage.addEventListener('wheel', event => this.#wheel(event), { passive: false });
    stage.addEventListener('pointerdown', event => this.#down(event, stage));
    stage.addEventListener('pointermove', event => this.#move(event));
    stage.addEventListener('pointerup', event => this.#up(event));
    stage.addEventListener('pointercancel', event => this.#pointers.delete(event.pointerId));
    stage.addEventListener('dblclick', event => event.preventDefault());
  }

  get closer() {
    return this.#scale > least;
  }

  reset() {
    this.#set(least, 0, 0);
  }

  /** @param {number} factor Above 1 for closer. */
  by(factor, x = innerWidth / 2, y = innerHeight / 2) {
    const scale = Math.min(largest, Math.max(least, this.#scale * factor));
    const box = this.#picture.parentElement.getBoundingClientRect();
    const fromX = x - box.left - box.width / 2;
    const fromY = y - box.top - box.height / 2;
    const grown = scale / this.#scale;
    this.#set(scale, fromX - (fromX - this.#x) * grown, fromY - (fromY - this.#y) * grown);
  }

  #set(scale, x, y) {
    const box = this.#picture.parentElement.getBoundingClientRect();
    const slackX = box.width * (scale - 1) / 2;
    const slackY = box.height * (scale - 1) / 2;
    this.#scale = scale;
    this.#x = Math.min(slackX, Math.max(-slackX, x));
    this.#y = Math.min(slackY, Math.max(-slackY, y));
    this.#picture.style.transform = scale === least ? '' : `translate(${this.#x}px, ${this.#y}px) scale(${scale})`;
    this.#picture.classList.toggle('closer', scale > least);
    if (scale > least) {
      this.#listener.closer();
    }
  }

  #wheel(event) {
    event.preventDefault();
    this.by(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.06 : 0.002)), event.clientX, event.clientY);
  }

  #down(event, stage) {
    if (event.button !== 0) {
      return;
    }

    stage.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, event);
    this.#start = { x: event.clientX, y: event.clientY, at: event.timeStamp, fromX: this.#x, fromY: this.#y, spread: this.#spread(), moved: false };
  }

  #move(event) {
    if (!this.#pointers.has(event.pointerId)) {
      return;
    }

    const before = this.#spread();
    this.#pointers.set(event.pointerId, event);
    const after = this.#spread();
    this.#start.moved ||= Math.hypot(event.clientX - this.#start.x, event.clientY - this.#start.y) > 8;
    if (before && after) {
      const [one, other] = [...this.#pointers.values()];
      this.by(after / before, (one.clientX + other.clientX) / 2, (one.clientY + other.clientY) / 2);
    } else if (this.closer) {
      this.#set(this.#scale, this.#start.fromX + event.clientX - this.#start.x, this.#start.fromY + event.clientY - this.#start.y);
    }
  }

  #up(event) {
    const pinched = this.#pointers.size > 1;
    if (!this.#pointers.delete(event.pointerId) || pinched) {
      return;
    }

    const x = event.clientX - this.#start.x;
    const y = event.clientY - this.#start.y;
    if (!this.#start.moved) {
      this.closer ? this.reset() : this.by(2.5, event.clientX, event.clientY);
    } else if (!this.closer && Math.abs(x) > far && Math.abs(x) > Math.abs(y)) {
      this.#listener.swiped(x < 0 ? 'left' : 'right');
    } else if (!this.closer && y > far && y > Math.abs(x)) {
      this.#listener.swiped('down');
    }
  }

  // Between two fingers; null with one.
  #spread() {
    const [one, other] = [...this.#pointers.values()];
    return other ? Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) : null;
  }
}
