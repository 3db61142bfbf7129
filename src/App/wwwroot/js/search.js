// Search by a picture that is chosen, dropped or pasted: each puts it into the page's own form and sends that.

import { bytes } from './wording.js';

const form = document.querySelector('[data-picture-form]');
const input = form.elements.picture;
const limit = Number(input.dataset.limit);

input.addEventListener('change', send);
document.getElementById('q').form.addEventListener('submit', () => document.body.classList.add('busy'));

let depth = 0; // dragenter and dragleave come in pairs for each element that is crossed.
document.addEventListener('dragenter', event => hasFiles(event.dataTransfer) && mark(++depth));
document.addEventListener('dragleave', event => hasFiles(event.dataTransfer) && mark(--depth));
document.addEventListener('dragover', event => hasFiles(event.dataTransfer) && event.preventDefault());
document.addEventListener('drop', event => {
  if (hasFiles(event.dataTransfer)) {
    event.preventDefault();
    mark(depth = 0);
    take(event.dataTransfer.files);
  }
});
document.addEventListener('paste', event => {
  if (hasFiles(event.clipboardData)) {
    event.preventDefault();
    take(event.clipboardData.files);
  }
});

// The browser may bring this page back from its cache, as it was when it was left.
window.addEventListener('pageshow', () => {
  form.reset();
  document.body.classList.remove('busy');
});

function hasFiles(transfer) {
  return transfer?.types.includes('Files') ?? false;
}

function mark(over) {
  document.body.classList.toggle('dropping', over > 0);
}

function take(files) {
  const pictures = [...files].filter(file => file.type.startsWith('image/'));
  const taken = new DataTransfer();
  for (const picture of pictures.length > 0 ? pictures : [...files].slice(0, 1)) {
    taken.items.add(picture);
  }

  input.files = taken.files;
  send();
}

function send() {
  const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
  if (input.files.length === 0) {
    return;
  }

  if (size > limit) {
    complain(`${input.files.length === 1 ? 'This picture is' : 'These pictures are'} too large: ${bytes(size)}, where ${bytes(limit)} are let in.`);
    form.reset();
    return;
  }

  // Words that stand in the box go along.
  form.elements.q.value = document.getElementById('q').value;
  document.body.classList.add('busy');
  form.submit();
}

function complain(sentence) {
  const box = document.querySelector('[data-box]');
  const problem = document.querySelector('.problem') ?? box.insertAdjacentElement('afterend', document.createElement('p'));
  problem.className = 'problem';
  problem.setAttribute('role', 'alert');
  problem.textContent = sentence;
}
