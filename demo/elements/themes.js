/** The fields of the themes page: each shows what a custom property is, changes it for all elements at once, and the CSS says all of them. */

const { style } = document.documentElement;
const form = document.querySelector('[data-theme-form]');
const fields = [...form.querySelectorAll('input')];
/** Reads what a property comes to: a theme may say it by a function. */
const probe = document.body.appendChild(document.createElement('i'));
probe.hidden = true;
/** WCAG 2.2, 1.4.3. */
const leastContrast = 4.5;

const sheet = document.querySelector('[data-theme-sheet]');
if (sheet.sheet) read();
else sheet.addEventListener('load', read);
// Another scheme has other colours; what was changed stays.
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', read);
new MutationObserver(read).observe(document.documentElement, { attributeFilter: ['data-theme'] });

form.addEventListener('input', ({ target }) => {
  style.setProperty(target.name, target.value + (target.dataset.unit ?? ''));
  target.dataset.changed = '';
  show();
});

form.addEventListener('reset', (event) => {
  event.preventDefault();
  for (const field of fields) {
    style.removeProperty(field.name);
    delete field.dataset.changed;
  }
  read();
});

function read() {
  for (const field of fields) field.value = valueOf(field);
  show();
}

function valueOf({ type, name, dataset }) {
  if (type === 'color') return toHex(colorOf(name));
  const value = getComputedStyle(probe).getPropertyValue(name).trim();
  return type === 'number' ? value.replace(dataset.unit ?? '', '') : value;
}

/** Red, green and blue, 0–255. */
function colorOf(name) {
  probe.style.color = `var(${name})`;
  return getComputedStyle(probe)
    .color.match(/[\d.]+/g)
    .slice(0, 3)
    .map(Number);
}

function show() {
  for (const place of form.querySelectorAll('[data-pair]')) {
    const [text, ground] = place.dataset.pair.split(' ').map((name) => colorOf(`--coupon-${name}`));
    const ratio = contrastOf(text, ground);
    place.querySelector('b').textContent = `${ratio.toFixed(1)} : 1`;
    place.classList.toggle('low', ratio < leastContrast);
  }
  // What is one element's own is said where it was changed.
  const isSaid = (field) => field.value && ('changed' in field.dataset || !field.closest('details'));
  const lines = fields
    .filter(isSaid)
    .map(({ name, value, dataset }) => `  ${name}: ${value}${dataset.unit ?? ''};`);
  document.getElementById('theme-css').textContent = `:root {\n${lines.join('\n')}\n}\n`;
}

/** WCAG 2.2: from 1 to 21. */
function contrastOf(...colors) {
  const [light, dark] = colors.map(luminanceOf).sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminanceOf(color) {
  const [red, green, blue] = color
    .map((each) => each / 255)
    .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function toHex(color) {
  return `#${color.map((each) => Math.round(each).toString(16).padStart(2, '0')).join('')}`;
}
