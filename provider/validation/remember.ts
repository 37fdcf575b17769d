/** The value that the store has for a key, or else the value that `make` gives, which is then stored. */
export function remember<K, V>(store: Map<K, V>, key: K, make: () => V): V {
  const known = store.get(key);
  if (known !== undefined) return known;
  const made = make();
  store.set(key, made);
  return made;
}
