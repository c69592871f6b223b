/** What these examples ask of a payment provider. Yours has a library for it; its payments can carry two fields of your own, and take a key with every change. */

/** @param provider its address */
export function createPayments(provider) {
  const ask = async (method, path, body, key) => {
    const response = await fetch(provider + path, {
      method,
      headers: { 'Content-Type': 'application/json', ...(key && { 'Idempotency-Key': key }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
    return response.json();
  };
  return {
    /** @param payment `{ amount, currency, hold, cartHash }`; resolves to it, with `id` and `status` */
    create: (payment, key) => ask('POST', '/payments', payment, key),
    find: (id) => ask('GET', `/payments/${encodeURIComponent(id)}`),
    refund: (id, amount, key) => ask('POST', `/payments/${encodeURIComponent(id)}/refunds`, { amount }, key),
  };
}
