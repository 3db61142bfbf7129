// Figures as people write them; the pages' Wording.cs says the same.

const count = new Intl.NumberFormat('en');

export function pictures(number) {
  return number === 1 ? '1 picture' : `${count.format(number)} pictures`;
}

export function bytes(number) {
  return number < 1 << 20 ? `${Math.ceil(number / 1024)} KB` : `${Number((number / 1048576).toFixed(1))} MB`;
}

export function seconds(number) {
  return number < 90 ? `${Math.max(1, Math.round(number))} s` : `${Math.round(number / 60)} min`;
}
