/** How one can tell that a program is ready. */
export type Readiness =
  | { readonly by: 'port'; readonly host: string; readonly port: number }
  | { readonly by: 'url'; readonly url: string }
  | { readonly by: 'output'; readonly pattern: RegExp };

const HIGHEST_PORT = 65_535;

/** What `--ready` means: a port, an address, a URL, or else a pattern. Throws a `SyntaxError` where it is none of them. */
export function readinessOf(text: string): Readiness {
  if (/^https?:\/\//i.test(text)) return { by: 'url', url: new URL(text).href };
  const address = /^(?:\[([\da-f:.]+)\]:|([a-z\d.-]+):)?(\d+)$/i.exec(text);
  if (address) {
    const port = Number(address[3]);
    if (port < 1 || port > HIGHEST_PORT) throw new SyntaxError(`${port} is no port.`);
    return { by: 'port', host: address[1] ?? address[2] ?? 'localhost', port };
  }
  if (text.trim() === '') throw new SyntaxError('An empty pattern matches everything.');
  const literal = /^\/(.+)\/([a-z]*)$/s.exec(text);
  // Lines are told apart already; `g` and `y` would make a pattern remember where it was.
  return { by: 'output', pattern: literal ? new RegExp(literal[1] ?? '', flagsOf(literal[2])) : new RegExp(text) };
}

function flagsOf(flags = ''): string {
  return flags.replace(/[gy]/g, '');
}
