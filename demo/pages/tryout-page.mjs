/** A page on which elements are tried: in one of the themes, in either direction, with sessions of their own. */
import { markup } from '../server/markup.mjs';
import { page } from './page.mjs';

/** @param view with `tryout`, see `readTryout` */
export function tryoutPage(view, { path, head, ...parts }) {
  const { theme, dir, search } = view.tryout;
  return page(view, {
    ...parts,
    path: path + search,
    dir,
    hasElements: false,
    head: markup`
      <link rel="stylesheet" href="/gallery.css">
      <link rel="stylesheet" href="/themes/${theme}.css" data-theme-sheet>
      <script type="module" src="/elements/gallery.js"></script>
      ${head}
    `,
  });
}
