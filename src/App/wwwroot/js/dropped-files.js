// The files of a drop, folders included.

const pictureName = /\.(jpe?g|png|webp)$/i;

/** Whether a file found in a folder is one to send: a folder of photos holds other things too. */
export function isPicture(file) {
  return /^image\/(jpeg|png|webp)$/.test(file.type) || pictureName.test(file.name);
}

/**
 * @param {DataTransfer} transfer Of a drop.
 * @returns {Promise<{files: File[], leftOut: number}>} What was dropped by itself, whatever it is, and the pictures of dropped folders. What cannot be read is left out.
 */
export async function filesOf(transfer) {
  // The entries must be taken before the first await: the list is emptied when the event is over.
  const entries = [...transfer.items].filter(item => item.kind === 'file').map(item => item.webkitGetAsEntry?.() ?? item.getAsFile());
  const found = { files: [], leftOut: 0 };
  for (const entry of entries) {
    if (entry instanceof File) {
      found.files.push(entry);
    } else if (entry?.isFile) {
      await add(entry, () => true, found);
    } else if (entry) {
      await walk(entry, found);
    }
  }

  return found;
}

async function walk(folder, found) {
  try {
    const reader = folder.createReader();
    for (let entries = await read(reader); entries.length > 0; entries = await read(reader)) {
      for (const entry of entries) {
        await (entry.isDirectory ? walk(entry, found) : add(entry, isPicture, found));
      }
    }
  } catch {
    found.leftOut++; // A folder that may not be looked into.
  }
}

async function add(entry, wanted, found) {
  const file = await fileOf(entry).catch(() => null);
  if (file && wanted(file)) {
    found.files.push(file);
  } else {
    found.leftOut++;
  }
}

// One call gives at most a hundred.
function read(reader) {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

function fileOf(entry) {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}
