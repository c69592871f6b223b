import { assert } from 'chai';
import { findSession, provideSession } from '../../../src/elements/internal/session-context.js';
import type { Session } from '../../../src/stores/session.js';

const named = (name: string) => ({ name }) as unknown as Session;

describe('the session of the surroundings', () => {
  const undo: (() => void)[] = [];
  const look = (element: Element) => {
    const found: Session[] = [];
    undo.push(findSession(element, (session) => found.push(session)));
    return found;
  };
  const provide = (target: EventTarget, getSession: () => Session) => {
    const stop = provideSession(target, getSession);
    undo.push(stop);
    return stop;
  };
  afterEach(() => {
    for (const each of undo.splice(0)) each();
    document.body.replaceChildren();
  });

  it('is made at the first request, and once', () => {
    let count = 0;
    provide(document, () => named(`${++count}`));
    assert.equal(count, 0);
    const first = look(document.body);
    const second = look(document.body.appendChild(document.createElement('p')));
    assert.equal(count, 1);
    assert.equal(first[0], second[0]);
  });

  it('is that of the first of two scripts', () => {
    const first = named('first');
    provide(document, () => first);
    provide(document, () => assert.fail('nobody asks the second'));
    assert.deepEqual(look(document.body), [first]);
  });

  it('reaches an element that was there earlier, also inside a shadow root', () => {
    const root = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'open' });
    const found = look(root.appendChild(document.createElement('p')));
    assert.deepEqual(found, []);
    const session = named('late');
    provide(document, () => session);
    assert.deepEqual(found, [session]);
  });

  it('is nobody’s any more after the provider stops', () => {
    provide(document, () => named('gone'))();
    assert.deepEqual(look(document.body), []);
  });
});
