import { createSender, type Sent } from './create-sender.js';

const connections = 4;

/** Sends requests over a few connections, each as soon as one is free; resolves to the text of the last answer. */
export async function sendRequests(address: string, path: string, all: readonly Sent[]): Promise<string> {
  const sender = createSender(address, connections);
  let next = 0;
  let last = '';
  const work = async (): Promise<void> => {
    for (let sent = all[next++]; sent; sent = all[next++]) {
      const { status, text } = await sender.post(path, sent);
      if (status !== 200) throw new Error(`${path} answered ${status}: ${text}`);
      last = text;
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  sender.close();
  return last;
}
