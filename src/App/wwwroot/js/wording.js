// Figures as people write them; the pages' Wording.cs says the same.

const count = new Intl.NumberFormat('en');

export function pictures(number) {
  return number === 1 ? '1 picture' : `${count.format(number)} pictures`;
}

export function bytes(number) {
  return number < 1 << 20 ? `${Math.ceil(number / 1024)} KB` : `${Number((number / 1048576).toFixed(1))} MB`;
}

export function number(value) {
  return count.format(value);
}

export function duration(seconds) {
  if (seconds < 90) {
    return `${Math.max(1, Math.round(seconds))} s`;
  }

  const minutes = seconds / 60;
  if (minutes < 90) {
    return `${Math.round(minutes)} min`;
  }

  return minutes < 36 * 60 ? `${Math.floor(minutes / 60)} h ${Math.floor(minutes % 60)} min` : `${Math.round(minutes / 1440)} days`;
}

export function seconds(number) {
  return number < 90 ? `${Math.max(1, Math.round(number))} s` : `${Math.round(number / 60)} min`;
}
