/** Tells the shopper's other tabs that the wallet changed, and hears of it from them. */
export interface Tabs {
  tell(): void;
  close(): void;
}

/** Where the browser has no channel, or forbids it, tabs stay on their own. */
export function followTabs(name: string, listener: () => void): Tabs {
  let channel: (BroadcastChannel & { unref?(): void }) | undefined;
  try {
    channel = new BroadcastChannel(name);
    channel.onmessage = listener;
    // In Node an open channel would keep the process alive.
    channel.unref?.();
  } catch {
    // Not there.
  }
  return { tell: () => channel?.postMessage(0), close: () => channel?.close() };
}
