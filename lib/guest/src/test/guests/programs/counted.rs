// Words of standard input, counted in a hash map, a tree map and a sorted vector; lookups, removals, ranges.
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, VecDeque};
use std::io::{self, BufRead, Write};

fn main() -> io::Result<()> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut lines = 0;
    for line in io::stdin().lock().lines() {
        lines += 1;
        for word in line?.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            *counts.entry(word.to_lowercase()).or_default() += 1;
        }
    }
    let out = io::stdout();
    let mut out = out.lock();
    writeln!(out, "{lines} lines, {} words", counts.len())?;
    let mut sorted: Vec<_> = counts.iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    for (word, count) in &sorted {
        writeln!(out, "{count:>4} {word:<12}|{:?}", word.char_indices().last())?;
    }

    let by_length: BTreeMap<usize, BTreeSet<&str>> = counts.keys().fold(BTreeMap::new(), |mut map, word| {
        map.entry(word.chars().count()).or_insert_with(BTreeSet::new).insert(word);
        map
    });
    for (length, words) in by_length.range(3..7) {
        writeln!(out, "{length}: {words:?}")?;
    }

    let mut numbers: HashMap<u64, u64> = (0..5000).map(|i: u64| (i.wrapping_mul(0x9e37_79b9_7f4a_7c15), i)).collect();
    numbers.retain(|key, _| key % 3 != 0);
    writeln!(out, "{} {}", numbers.len(), numbers.values().sum::<u64>())?;

    let mut heap: BinaryHeap<_> = numbers.keys().map(|key| key >> 40).collect();
    let top: Vec<u64> = (0..5).filter_map(|_| heap.pop()).collect();
    let mut queue: VecDeque<_> = top.iter().rev().copied().collect();
    queue.rotate_left(2);
    queue.push_front(top.iter().sum());
    writeln!(out, "{top:?} {queue:#x?}")
}
