// What our engine says of the expressions between {{ and }} of a message, each at its place.
const FIELD = /\{\{([\s\S]*?)\}\}/g;
const MOST = 60;

export async function feelOfMessage(text, diagnose) {
  const fields = [...text.matchAll(FIELD)].slice(0, MOST);
  const told = await Promise.all(fields.map(([, inside]) => diagnose(inside.trim(), "expression")));
  return fields.flatMap((field, at) => {
    const blank = field[1].length - field[1].trimStart().length;
    const start = field.index + 2 + blank;
    const end = field.index + field[0].length - 2;
    return told[at].map((found) => ({
      from: Math.min(start + found.from, end),
      to: Math.max(Math.min(start + found.to, end), Math.min(start + found.from, end)),
      severity: found.severity,
      message: found.message,
    }));
  });
}
