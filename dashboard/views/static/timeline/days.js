// Days as whole numbers since 1970-01-01, negative before: always in UTC, so a bar never depends on the reader's zone.
const DAY = 86400000;

export const day = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);
export const iso = (n) => new Date(n * DAY).toISOString().slice(0, 10);

// What a filter may name (dashboard/query.py).
const FIRST = day("1800-01-01");
const LAST = day("2100-12-31");

// A range is [first day, day after the last]; a filter names its last day.
export function ends([from, to]) {
  const inside = (n) => Math.max(FIRST, Math.min(LAST, Math.round(n)));
  return {start: iso(inside(from)), end: iso(Math.max(inside(from), inside(to - 1)))};
}

export const UNITS = ["day", "week", "month", "quarter", "year"];
const MONTHS = {month: 1, quarter: 3, year: 12};

// The same day so many units on, or the last of its month where that is shorter.
export function add(n, unit, count = 1) {
  if (!MONTHS[unit]) return n + count * (unit === "week" ? 7 : 1);
  const date = new Date(n * DAY);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth() + count * MONTHS[unit];
  const lengthOfMonth = (firstOf(month + 1) - firstOf(month));
  return firstOf(month) + Math.min(date.getUTCDate(), lengthOfMonth) - 1;
}

const firstOf = (month) => Date.UTC(Math.floor(month / 12), month - 12 * Math.floor(month / 12), 1) / DAY;

export function binStart(n, unit) {
  if (unit === "day") return n;
  if (unit === "week") return n - (((n + 3) % 7) + 7) % 7; // day 0 was a Thursday, weeks start on Monday
  const date = new Date(n * DAY);
  return Date.UTC(date.getUTCFullYear(), unit === "month" ? date.getUTCMonth() : 0, 1) / DAY;
}

export function binName(start, unit) {
  if (unit === "day") return iso(start);
  if (unit === "week") return `${iso(start)} to ${iso(start + 6)}`;
  return written(start, unit === "month" ? {month: "long", year: "numeric"} : {year: "numeric"});
}

const written = (n, form) => new Date(n * DAY).toLocaleDateString("en-GB", {...form, timeZone: "UTC"});

// Marks of the axis, at most about `room` of them: [day, text].
export function ticks(first, last, room) {
  const found = [];
  const months = (last - first) / 30.4;
  if (months < 2) {
    const step = Math.ceil((last - first) / room);
    for (let n = first; n < last; n += step) found.push([n, written(n, {day: "numeric", month: "short"})]);
    return found;
  }
  const step = [1, 2, 3, 6, 12, 24, 60, 120, 240].find((m) => months / m <= room) || 600;
  const start = new Date(first * DAY);
  for (let month = start.getUTCFullYear() * 12 + start.getUTCMonth(); ; month++) {
    const at = firstOf(month);
    if (at >= last) return found;
    if (at < first || month % step) continue;
    found.push([at, written(at, step >= 12 ? {year: "numeric"} : {month: "short", year: "numeric"})]);
  }
}
