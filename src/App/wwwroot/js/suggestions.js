// What the box suggests: tags, persons, cameras and places of the library, and what was searched for here lately.
// The pattern is that of a combobox with a list: the words stay in the box, the choice is told by aria-activedescendant.

const input = document.getElementById('q');
const list = document.querySelector('[data-suggestions]');
const form = input.form;
const kept = 'photoseek.searches';
const most = 12;
const shownRecent = 6;
const pause = 120;
const icons = { tag: 'tag', person: 'person', camera: 'camera', place: 'place', recent: 'clock' };

let options = [];
let active = -1;
let timer = 0;
let asked = null;

input.setAttribute('role', 'combobox');
input.setAttribute('aria-autocomplete', 'list');
input.setAttribute('aria-controls', list.id);
input.setAttribute('aria-expanded', 'false');

input.addEventListener('input', () => {
  clearTimeout(timer);
  timer = setTimeout(look, pause);
});
input.addEventListener('click', () => input.value === '' && list.hidden && look());
input.addEventListener('blur', close);
input.addEventListener('keydown', event => {
  if (event.key === 'Escape' && !list.hidden) {
    event.preventDefault();
    close();
  } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    list.hidden ? look() : go(active + (event.key === 'ArrowDown' ? 1 : -1));
  } else if (event.key === 'Enter' && !list.hidden && options[active]) {
    event.preventDefault();
    take(options[active]);
  } else if (event.key === 'Tab') {
    close();
  }
});

// Before the box loses the focus, which would close the list.
list.addEventListener('pointerdown', event => event.preventDefault());
list.addEventListener('click', event => {
  const item = event.target.closest('[role=option]');
  if (item) {
    take(options[Number(item.dataset.place)]);
  }
});

form.addEventListener('submit', () => remember(input.value.trim()));
remember(new URLSearchParams(location.search).get('q')?.trim());

async function look() {
  clearTimeout(timer);
  asked?.abort();
  const text = input.value.slice(0, input.selectionStart ?? input.value.length);
  const recent = searches()
    .filter(search => search !== input.value.trim() && search.toLowerCase().startsWith(input.value.trim().toLowerCase()))
    .slice(0, input.value.trim() === '' ? shownRecent : 2)
    .map(search => ({ kind: 'recent', value: search }));
  let found = [];
  if (text.trim() !== '') {
    const question = asked = new AbortController();
    try {
      const response = await fetch(`/api/suggestions?q=${encodeURIComponent(text)}`, { signal: question.signal });
      found = response.ok ? (await response.json()).suggestions : [];
    } catch {
      if (question.signal.aborted) {
        return;
      }
    }
  }

  show([...recent, ...found.map(one => ({ ...one, end: text.length }))]);
}

function show(found) {
  options = document.activeElement === input ? found : [];
  active = -1;
  input.removeAttribute('aria-activedescendant');
  list.replaceChildren(...options.map(item));
  list.hidden = options.length === 0;
  input.setAttribute('aria-expanded', String(!list.hidden));
}

function item(option, place) {
  const entry = document.createElement('li');
  entry.id = `suggestion-${place}`;
  entry.role = 'option';
  entry.ariaSelected = 'false';
  entry.dataset.place = place;
  const icon = document.querySelector('.by-text .icon').cloneNode(true);
  icon.querySelector('use').setAttribute('href', `/icons.svg#${icons[option.kind] ?? 'search'}`);
  const value = Object.assign(document.createElement('span'), { className: 'name', textContent: option.value });
  const kind = Object.assign(document.createElement('span'), { className: 'kind', textContent: option.kind });
  entry.append(icon, value, kind);
  return entry;
}

// From the last back to the first, by way of none.
function go(to) {
  active = to >= options.length ? -1 : to < -1 ? options.length - 1 : to;
  for (const [place, entry] of [...list.children].entries()) {
    entry.ariaSelected = String(place === active);
  }

  const chosen = list.children[active];
  chosen?.scrollIntoView({ block: 'nearest' });
  chosen ? input.setAttribute('aria-activedescendant', chosen.id) : input.removeAttribute('aria-activedescendant');
}

function take(option) {
  close();
  if (option.kind === 'recent') {
    input.value = option.value;
    form.requestSubmit();
    return;
  }

  const before = `${input.value.slice(0, option.from)}${option.query} `;
  input.value = before + input.value.slice(option.end).trimStart();
  input.setSelectionRange(before.length, before.length);
}

function close() {
  clearTimeout(timer);
  asked?.abort();
  show([]);
}

function searches() {
  try {
    const known = JSON.parse(localStorage.getItem(kept) ?? '[]');
    return Array.isArray(known) ? known.filter(search => typeof search === 'string') : [];
  } catch {
    return [];
  }
}

// Kept in this browser alone.
function remember(search) {
  if (search) {
    try {
      localStorage.setItem(kept, JSON.stringify([search, ...searches().filter(known => known !== search)].slice(0, most)));
    } catch {
      // No room, or not allowed: then there are no recent searches.
    }
  }
}
