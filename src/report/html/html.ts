import type { Report } from '../report.js';
import { pageData } from './page-data.js';

/** What `npm run build` makes of the folder `page`. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

/** One file that needs nothing else, and asks the network for nothing. */
export function renderHtml(report: Report, { script, style }: PageAssets): string {
  const title = `${escaped(report.input.entry)}: otel-ctx-doctor`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<noscript>This report is drawn by a script. Allow scripts for this file, or read the terminal's or the Markdown report.</noscript>
<script type="application/json" id="report">${inScript(JSON.stringify(pageData(report)))}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** No text in it can end the element that it stands in. */
function inScript(json: string): string {
  return json
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
