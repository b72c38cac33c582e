import { button } from './dom.js';

/** Light or dark, whatever the system says; for as long as the page is open. */
export function themeButton(): HTMLElement {
  const root = document.documentElement;
  const isDark = (): boolean => (root.dataset['theme'] ?? systemTheme()) === 'dark';
  const made = button('theme', () => {
    root.dataset['theme'] = isDark() ? 'light' : 'dark';
    name();
  });
  const name = (): void => {
    made.textContent = isDark() ? 'Light' : 'Dark';
    made.setAttribute('aria-label', isDark() ? 'Light colours' : 'Dark colours');
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', name);
  name();
  return made;
}

function systemTheme(): 'dark' | 'light' {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
