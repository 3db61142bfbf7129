// The next page joins the grid before its end is reached, and the address says which page is looked at.
// Without script the links at the end do the same.

const ahead = '1200px';
const mostPages = 60; // Then the links are back: a page of some thousand pictures is slow for anybody.

const grid = document.querySelector('[data-endless]');
let loading = false;
let loaded = 1;

if (grid) {
  const first = grid.firstElementChild;
  if (first) {
    // What a sent picture has found has another address than the one it was sent to.
    first.dataset.page = document.querySelector('link[rel=canonical]')?.getAttribute('href') ?? location.pathname + location.search;
  }

  const watch = new IntersectionObserver(entries => entries.some(entry => entry.isIntersecting) && more(), { rootMargin: `0px 0px ${ahead} 0px` });
  const end = document.querySelector('[data-after]');
  if (end && document.querySelector('[data-after] a[rel=next]')) {
    watch.observe(end);
  }

  document.addEventListener('photoseek:more', more);
  document.addEventListener('scroll', () => requestAnimationFrame(place), { passive: true });
}

async function more() {
  const next = document.querySelector('[data-after] a[rel=next]');
  if (!next || loading || loaded >= mostPages) {
    return;
  }

  loading = true;
  const address = next.getAttribute('href');
  grid.setAttribute('aria-busy', 'true');
  try {
    const response = await fetch(address, { headers: { accept: 'text/html' } });
    if (!response.ok) {
      return; // The link stays: it leads to a page that says why.
    }

    join(new DOMParser().parseFromString(await response.text(), 'text/html'), address);
    loaded++;
  } catch {
    // Away: the link is still there, and scrolling asks again.
  } finally {
    loading = false;
    grid.removeAttribute('aria-busy');
  }
}

function join(page, address) {
  const known = new Set([...grid.children].map(tile => tile.dataset.id));

  // Pictures that came in meanwhile push others to the next page.
  const tiles = [...(page.querySelector('[data-endless]')?.children ?? [])].filter(tile => !known.has(tile.dataset.id));
  if (tiles[0]) {
    tiles[0].dataset.page = address;
  }

  grid.append(...tiles.map(tile => document.importNode(tile, true)));
  const after = page.querySelector('[data-after]');
  document.querySelector('[data-after]').replaceChildren(...(after ? [...after.childNodes].map(node => document.importNode(node, true)) : []));
  document.dispatchEvent(new CustomEvent('photoseek:grown'));
}

// The page whose beginning was passed last.
function place() {
  const passed = [...grid.querySelectorAll('[data-page]')].findLast(tile => tile.getBoundingClientRect().top < innerHeight / 2);
  const address = passed?.dataset.page;
  if (address && !history.state?.lightbox && address !== location.pathname + location.search) {
    history.replaceState(history.state, '', address);
  }
}
