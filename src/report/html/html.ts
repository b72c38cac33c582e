import type { Report } from '../report.js';
import { pageData } from './page-data.js';
import { safeText } from './safe-text.js';

/** What `npm run build` makes of the folder `page`. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
  /** As a Content-Security-Policy has them: nothing else is run or styled. */
  readonly scriptHash: string;
  readonly styleHash: string;
}

/** One file that needs nothing else, and asks the network for nothing. */
export function renderHtml(report: Report, { script, style, scriptHash, styleHash }: PageAssets): string {
  const { entry } = report.input;
  const policy = `default-src 'none'; script-src '${scriptHash}'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="color-scheme" content="light dark">
<title>${inMarkup(safeText(entry))} · otel-ctx-doctor</title>
<style>${style}</style>
</head>
<body>
<noscript>This report is drawn by a script. Allow scripts for this file, or read the report in the terminal.</noscript>
<script type="application/json" id="report">${inScript(JSON.stringify(pageData(report), safeValue))}</script>
<script>${script}</script>
</body>
</html>
`;
}

function safeValue(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? safeText(value) : value;
}

/** No text in it can end the element that it stands in. */
function inScript(json: string): string {
  return json.replace(/</g, '\\u003c');
}

function inMarkup(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
