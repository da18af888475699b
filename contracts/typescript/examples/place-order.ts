// Places an order, reads it back, asks whether the store has changed, and shows how a wrong one is refused: npm run build && npm run place-order
// GATEWAY_URL and STOREFRONT_KEY are in .run/env of a running platform.
import { createTrackingClient, type Problem, type Schema } from '../src/index.js';

const { GATEWAY_URL: baseUrl = 'http://127.0.0.1:8080', STOREFRONT_KEY: key = '', ORDER_NUMBER: orderNumber } = process.env;
const platform = createTrackingClient({ baseUrl, key });

const order: Schema<'PlaceOrder'> = {
  orderNumber: orderNumber ?? null,
  customer: { name: 'Asha', email: 'asha@customers.example', timeZone: 'Asia/Kolkata' },
  shippingAddress: { line1: '14 Lake View Road', city: 'Bengaluru', postalCode: '560001', country: 'IN' },
  items: [{ sku: 'LAMP-1', name: 'Desk lamp', quantity: 2, unitPrice: { amount: '600.00', currency: 'INR' } }],
  payment: { method: 'card', amount: { amount: '1200.00', currency: 'INR' } },
};

const placed = must(await platform.POST('/v1/orders', { body: order }));
const read = must(await platform.GET('/v1/orders/{id}', { params: { path: { id: placed.id } } }));
const store = await platform.GET('/v1/merchants/me');
// What has been read is not sent again while it stays as it is: 304.
const known = { 'If-None-Match': store.response.headers.get('ETag') ?? '' };
const again = await platform.GET('/v1/merchants/me', { params: { header: known } });
const wrong = await platform.POST('/v1/orders', { body: { ...order, orderNumber: null, items: [] } });
const problem: Problem | undefined = wrong.error;

console.log(JSON.stringify({
  id: placed.id,
  status: read.status satisfies Schema<'Order'>['status'],
  again: again.response.status,
  refused: problem?.status,
  pointers: problem?.errors?.map((error) => error.pointer),
}));

function must<Data>(answer: { data?: Data; error?: Problem }): Data {
  if (answer.data === undefined) throw new Error(`${answer.error?.code}: ${answer.error?.title}`);
  return answer.data;
}
