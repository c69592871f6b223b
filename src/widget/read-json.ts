/**
 * Reads the JSON that an attribute of the script tag points to: an address, or `#id` of a script element of the page.
 * @param asked the answer of the address; absent where it is an `#id`
 * @throws Error that names the attribute
 */
export async function readJson(
  attribute: string,
  source: string,
  asked: Promise<Response> | undefined,
): Promise<unknown> {
  try {
    const response = await asked;
    if (!response) return JSON.parse((await findElement(source)).textContent);
    if (!response.ok) throw new Error(`status ${response.status}`);
    return await response.json();
  } catch (error) {
    throw new Error(`${attribute}="${source}": ${(error as Error).message}`, { cause: error });
  }
}

/** The script may run before the page's end is there. */
async function findElement(selector: string): Promise<Element> {
  for (let last = false; ;) {
    const element = document.querySelector(selector);
    if (element) return element;
    if (last) throw new Error('no such element');
    if (document.readyState === 'loading')
      await new Promise((done) => document.addEventListener('DOMContentLoaded', done, { once: true }));
    last = true;
  }
}
