/** An argument list as one would type it. */
export function commandLine(argv: readonly string[]): string {
  return argv
    .map((one) => (/^[\w@%+=:,./{}-]+$/.test(one) ? one : `'${one.replaceAll("'", "'\\''")}'`))
    .join(" ");
}
