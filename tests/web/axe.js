// Opens an HTML result in headless Chromium, offline: no request may leave, no accessibility
// rule of axe may be broken, filter and keys must work. Arguments: the file, the folder of the npm
// packages playwright-core and axe-core, the browser.
const path = require('path');
const [file, modules, browser] = process.argv.slice(2);
const { chromium } = require(path.resolve(modules, 'playwright-core'));

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

(async () => {
  const opened = await chromium.launch({ executablePath: browser, args: flags });
  const page = await opened.newPage({ viewport: { width: 1300, height: 900 } });
  const requests = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) requests.push(request.url());
  });
  const problems = [];
  page.on('pageerror', (error) => problems.push(`script: ${error}`));
  await page.goto('file://' + path.resolve(file));
  await page.addScriptTag({ path: path.join(modules, 'axe-core', 'axe.min.js') });
  const result = await page.evaluate(() => window.axe.run(document));
  for (const violation of result.violations) {
    problems.push(`axe ${violation.id}: ${violation.help} (${violation.nodes.length}) ${violation.nodes[0].html}`);
  }
  const visible = () => page.locator('.finding:visible').count();
  const all = await visible();
  await page.uncheck('input[value=error]');
  const fewer = await visible();
  if (!(all > 0 && fewer < all)) problems.push(`filter: ${all} findings, ${fewer} without errors`);
  await page.check('input[value=error]');
  await page.locator('#main').focus();
  await page.keyboard.press('j');
  const focused = await page.evaluate(() => document.activeElement.className);
  if (!focused.startsWith('finding')) problems.push(`key J leads to “${focused}”`);
  if (requests.length) problems.push(`requests: ${requests.join(' ')}`);
  await opened.close();
  problems.forEach((problem) => console.error(problem));
  console.log(`${all} findings, ${result.passes.length} axe rules passed, ${problems.length} problems`);
  process.exit(problems.length ? 1 : 0);
})();
