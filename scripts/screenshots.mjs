// Takes pictures of the demo: `node scripts/screenshots.mjs` after a build.
// - docs/images/demo-en.png and demo-zh-Hans.png, for the README: the home page in a window, the cart on a phone;
// - with `--all`, every page in each language, light and dark, on a phone and a desktop, in .cache/screenshots/, to look at;
// - with `--all elements`, pages whose name has that word alone.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv } from 'node:process';
import puppeteer from 'puppeteer-core';
import { startDemo } from '../demo/server/start-demo.mjs';
import { launchOptions } from './find-browser.mjs';

const firstPort = 8640;
/** For pictures below the fold and prices, milliseconds. */
const settleMs = 1500;
const cart = 'cashmere-coat:1,brocade-tie:1,oxford-shirt:2,paper-lamp:1';

/** How each element's page is looked at. */
const looks = ['', '?theme=festive', '?theme=dark', '?dir=rtl'];

/** What comes before the picture. */
const steps = {
  wheel: (page) => signIn(page, 'member'),
  invite: (page) => signIn(page, 'member'),
  wallet: (page) => signIn(page, 'member'),
  welcome: (page) => signIn(page, 'newcomer'),
  checkout: checkOut,
  async order(page) {
    await checkOut(page);
    await follow(page, 'form[action$="/orders"] .button');
    await page.select('.returns select[name="brocade-tie"]', '1');
    await follow(page, '.returns form .button');
  },
};

/** A machine without a desktop has no interface font of its own, and draws one that no shop would have. */
const fonts = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  ${['system-ui', 'sans-serif', 'sans']
    .map(
      (family) => `<match target="pattern">
    <test name="family"><string>${family}</string></test>
    <edit name="family" mode="prepend" binding="strong"><string>Noto Sans CJK SC</string></edit>
  </match>`,
    )
    .join('\n')}
</fontconfig>
`;

const folder = mkdtempSync(join(tmpdir(), 'couponkit-fonts-'));
writeFileSync(join(folder, 'fonts.conf'), fonts);
const demo = await startDemo({ port: firstPort, couponPort: firstPort + 1 });
const browser = await puppeteer.launch({
  ...launchOptions(),
  env: { ...process.env, FONTCONFIG_FILE: join(folder, 'fonts.conf') },
});
try {
  for (const language of ['en', 'zh-Hans']) await takeHero(language);
  if (argv.includes('--all')) await takeAll();
} finally {
  await browser.close();
  await demo.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function takeHero(language) {
  const home = await take(`/${language}/`, { width: 1280, height: 900 });
  const phone = await take(`/${language}/cart/`, {
    width: 390,
    height: 760,
    theme: 'dark',
    prepare: async (page) => {
      await page.evaluate(() => {
        // What the picture is about; the banner would lie over it.
        document.querySelector('coupon-banner[floating]').remove();
        scrollTo(0, document.querySelector('.wishes').getBoundingClientRect().bottom + scrollY - 64);
      });
    },
  });
  const page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 960 });
  await page.setContent(`
    <style>
      body { margin: 0; block-size: 960px; background: linear-gradient(160deg, #efe6d7, #d9c9b1); }
      img { position: absolute; display: block; }
      .window { left: 56px; top: 56px; width: 1180px; border-radius: 12px; box-shadow: 0 30px 80px rgb(60 40 15 / 0.3); }
      .phone { right: 56px; bottom: 40px; width: 316px; border: 9px solid #14110d; border-radius: 40px; box-shadow: 0 30px 70px rgb(40 25 10 / 0.45); }
    </style>
    <img class="window" src="data:image/png;base64,${home}">
    <img class="phone" src="data:image/png;base64,${phone}">
  `);
  mkdirSync('docs/images', { recursive: true });
  await page.screenshot({ path: `docs/images/demo-${language}.png` });
  await page.close();
}

async function takeAll() {
  mkdirSync('.cache/screenshots', { recursive: true });
  const [wanted = ''] = argv.slice(argv.indexOf('--all') + 1);
  const elements = (await readdir('demo/elements')).filter((name) => /^coupon-[a-z]+\.js$/.test(name));
  const paths = {
    home: '',
    product: 'products/gaiwan/',
    cart: 'cart/',
    checkout: 'cart/',
    order: 'cart/',
    coupons: 'coupons/',
    wallet: 'wallet/',
    wheel: 'wheel/',
    welcome: 'welcome/',
    invite: 'invite/',
    scenes: 'scenes/',
    merchant: 'merchant/',
    elements: 'elements/',
    themes: 'themes/',
    ...Object.fromEntries(
      elements.flatMap((file) => {
        const tag = file.replace('.js', '');
        return looks.map((look) => [`elements-${tag}${look.replace(/\W/g, '-')}`, `elements/${tag}/${look}`]);
      }),
    ),
  };
  for (const language of ['en', 'zh-Hans', 'zh-Hant']) {
    for (const [name, path] of Object.entries(paths).filter(([each]) => each.includes(wanted))) {
      for (const [width, height] of [
        [390, 844],
        [1280, 900],
      ]) {
        for (const theme of ['light', 'dark']) {
          const picture = await take(`/${language}/${path}`, {
            width,
            height,
            theme,
            isWhole: true,
            prepare: steps[name],
          });
          writeFileSync(
            `.cache/screenshots/${name}-${language}-${width}-${theme}.png`,
            Buffer.from(picture, 'base64'),
          );
        }
      }
    }
  }
}

async function signIn(page, role) {
  await page.evaluate(() => (document.querySelector('#who').open = true));
  await follow(page, `#who [value=${role}]`);
  await page.waitForNetworkIdle();
}

async function checkOut(page) {
  await page.waitForFunction(() => document.querySelector('coupon-cart').matches(':state(verified)'));
  await follow(page, 'coupon-cart >>> [part=checkout-button]');
}

async function follow(page, selector) {
  const button = await page.waitForSelector(selector, { visible: true });
  await Promise.all([page.waitForNavigation(), button.evaluate((element) => element.click())]);
}

/** Returns a PNG in base64. */
async function take(path, { width, height, theme = 'light', isWhole = false, prepare }) {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    await page.setViewport({ width, height, deviceScaleFactor: isWhole ? 1 : 1.5 });
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: theme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    await context.setCookie({ name: 'cart', value: cart, domain: 'localhost' });
    await page.goto(demo.address + path);
    await page.evaluate(() => {
      for (const image of document.images) image.loading = 'eager';
    });
    await page.waitForNetworkIdle();
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    await prepare?.(page);
    if (isWhole) await page.evaluate(showAll);
    return await page.screenshot({ encoding: 'base64', fullPage: isWhole });
  } finally {
    await context.close();
  }
}

/** Long lists leave out what is out of sight; in a picture of the whole page it is not. */
function showAll() {
  for (const { shadowRoot } of document.querySelectorAll('coupon-center, coupon-wallet')) {
    for (const card of shadowRoot?.querySelectorAll('li') ?? []) card.style.contentVisibility = 'visible';
  }
}
