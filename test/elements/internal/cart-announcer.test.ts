import { expect } from 'chai';
import { CartAnnouncer } from '../../../src/elements/internal/cart-announcer.js';

const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 450));

describe('CartAnnouncer', () => {
  let said: string[];
  let announcer: CartAnnouncer;
  const note = (facts: Record<string, string | undefined>): void =>
    announcer.note(facts, ['price'], (text) => said.push(text));

  beforeEach(() => {
    said = [];
    announcer = new CartAnnouncer();
  });

  it('says nothing that was known when the page came, and what was not', async () => {
    note({ notice: 'It changed.', price: '10' });
    await rest();
    expect(said).to.deep.equal(['It changed.']);
  });

  it('says what is new once it has come to rest, in one sentence after another', async () => {
    note({ notice: '', price: '10' });
    await rest();
    note({ notice: 'One.', price: '11' });
    note({ notice: 'Two.', price: '12' });
    await rest();
    note({ notice: 'Two.', price: '12' });
    await rest();
    expect(said).to.deep.equal(['Two. 12']);
  });

  it('says a thing again where it was something else in between', async () => {
    note({ notice: '', price: '10' });
    await rest();
    for (const notice of ['Away', '', 'Away']) {
      note({ notice, price: '10' });
      await rest();
    }
    expect(said).to.deep.equal(['Away', 'Away']);
  });

  it('leaves what is not known yet as it was', async () => {
    note({ status: 'Confirmed', price: '10' });
    await rest();
    note({ status: undefined, price: '11' });
    await rest();
    note({ status: 'Confirmed', price: '11' });
    await rest();
    expect(said).to.deep.equal(['Confirmed', '11']);
  });
});
