/** Something that the report's set-up should say. `file`: an absolute path in `text`, for the report to show as it shows others. */
export type Note = string | { readonly text: string; readonly file: string };
