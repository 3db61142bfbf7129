// Short notes at the foot of the window, some with something to undo.

const most = 3;
const brief = 6000;
const lasting = 5 * 60 * 1000;

let box;

/**
 * Says something.
 * @param {string} sentence
 * @param {{name: string, run: () => void}} [action] Offered for some minutes; without one the note goes by itself.
 */
export function say(sentence, action) {
  box ??= Object.assign(document.createElement('div'), { className: 'toasts', role: 'status' });
  settle();
  const note = Object.assign(document.createElement('p'), { className: 'toast' });
  note.append(Object.assign(document.createElement('span'), { textContent: sentence }));
  const gone = () => {
    clearTimeout(timer);
    note.remove();
  };
  if (action) {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: action.name, className: 'act' });
    button.addEventListener('click', () => {
      gone();
      action.run();
    });
    note.append(button);
    note.undo = () => button.click();
  }

  const close = Object.assign(document.createElement('button'), { type: 'button', textContent: '×', className: 'plain', ariaLabel: 'Dismiss' });
  close.addEventListener('click', gone);
  note.append(close);
  const timer = setTimeout(gone, action ? lasting : brief);
  while (box.childElementCount >= most) {
    box.firstElementChild.remove();
  }

  box.append(note);
}

/** Puts the notes where they can be reached: into the dialog that is open, as all else is out of reach then. */
export function settle() {
  if (box) {
    const home = document.querySelector('dialog[open]') ?? document.body;
    if (box.parentElement !== home) {
      home.append(box);
    }
  }
}

// As everywhere else: the last thing is undone by Ctrl+Z.
document.addEventListener('keydown', event => {
  const last = [...(box?.children ?? [])].findLast(note => note.undo);
  if (last && event.key === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !/^(INPUT|TEXTAREA)$/.test(event.target.tagName)) {
    event.preventDefault();
    last.undo();
  }
});
