/**
 * Returns what writes an instant as the shop's clock shows it, ISO 8601 with offset: a page shows a deadline in the zone of its text.
 * @param timeZone of the IANA list: `Asia/Shanghai`
 */
export function createZoneClock(timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  return (at) => {
    // "GMT+08:00", or "GMT" alone.
    const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')!.value;
    const offset = name.slice('GMT'.length) || '+00:00';
    const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
    const ahead = (hours * 60 + minutes) * (offset.startsWith('-') ? -60_000 : 60_000);
    return new Date(at + ahead).toISOString().replace(/(\.000)?Z$/, offset);
  };
}
