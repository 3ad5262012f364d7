const classes = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/];

/** Whether a password breaks the published rule: 6 to 32 characters, two of four character classes. */
export function passwordProblem(password: string): boolean {
  const used = classes.filter((one) => one.test(password)).length;
  return password.length < 6 || password.length > 32 || used < 2;
}

/** A random password with all four classes, for a user who changes it at the first sign-in. */
export function makePassword(length = 16): string {
  const alphabets = ["abcdefghijkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "-_.!@%"];
  const all = alphabets.join("");
  const pick = (letters: string) => letters.charAt(randomBelow(letters.length));
  const letters = [
    ...alphabets.map(pick),
    ...Array.from({ length: length - alphabets.length }, () => pick(all)),
  ];
  for (let i = letters.length - 1; i > 0; i--) {
    const j = randomBelow(i + 1);
    [letters[i], letters[j]] = [letters[j] ?? "", letters[i] ?? ""];
  }
  return letters.join("");
}

function randomBelow(limit: number): number {
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1));
  return value % limit;
}
