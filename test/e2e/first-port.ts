/** Apart from the ports that people use, and from those of the file that is tested at the same time: the demo takes the next free ones from here on. */
export const firstPort = 10_000 + (process.pid % 400) * 50;
