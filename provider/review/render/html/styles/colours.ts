/** The colours of the page, light and dark. Every text has a contrast of at least 4.5 to 1 on its ground. */
export const COLOURS = `
:root { color-scheme: light;
  --ground: #f6f6f3; --paper: #ffffff; --inset: #f0f0ec; --line: #dcdcd5; --ink: #1d1d1b; --quiet: #5b5b55;
  --link: #1f4fa3; --curve: #1f4fa3;
  --end: #a3231d; --end-ground: #fbecea; --up: #8a4a00; --up-ground: #fcf1de; --down: #14634d;
  --down-ground: #e4f3ed; --new: #1f4fa3; --new-ground: #e8eff9; }
@media screen and (prefers-color-scheme: dark) {
  :root { color-scheme: dark;
    --ground: #151614; --paper: #1e1f1d; --inset: #292a27; --line: #3a3b37; --ink: #ecebe6; --quiet: #a9a9a1;
    --link: #8fb6f5; --curve: #8fb6f5;
    --end: #ff9d92; --end-ground: #3a201d; --up: #f2b868; --up-ground: #36291a; --down: #7fd1b2;
    --down-ground: #1b3129; --new: #8fb6f5; --new-ground: #1f2b3e; }
}
`;
