// Threads: channels, locks, conditions, barriers, scoped threads, thread-local values, a thread that panics.
use std::cell::Cell;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::mpsc::{channel, sync_channel, RecvTimeoutError};
use std::sync::{Arc, Barrier, Condvar, Mutex, Once, RwLock};
use std::thread;
use std::time::Duration;

thread_local!(static SEEN: Cell<u32> = Cell::new(7));

fn pipeline() -> u64 {
    let (numbers, odd) = sync_channel::<u64>(4);
    let (squares, results) = channel::<u64>();
    let maker = thread::spawn(move || (1..=200).for_each(|n| numbers.send(n).unwrap()));
    let squarer = thread::spawn(move || odd.iter().filter(|n| n % 2 == 1).for_each(|n| squares.send(n * n).unwrap()));
    let sum = results.iter().sum();
    maker.join().unwrap();
    squarer.join().unwrap();
    sum
}

fn table() -> Vec<u32> {
    let table = Arc::new(RwLock::new(vec![0u32; 8]));
    let turns = Arc::new(AtomicUsize::new(0));
    let workers: Vec<_> = (0..8)
        .map(|worker| {
            let (table, turns) = (table.clone(), turns.clone());
            thread::Builder::new()
                .name(format!("worker {worker}"))
                .stack_size(128 << 10)
                .spawn(move || {
                    for round in 0..50 {
                        let before = table.read().unwrap()[worker];
                        table.write().unwrap()[worker] = before + round;
                        turns.fetch_add(1, Ordering::Relaxed);
                        thread::yield_now();
                    }
                    thread::current().name().map(str::len)
                })
                .unwrap()
        })
        .collect();
    let lengths: usize = workers.into_iter().filter_map(|worker| worker.join().unwrap()).sum();
    println!("{lengths} {}", turns.load(Ordering::SeqCst));
    let table = table.read().unwrap().clone();
    table
}

fn ping_pong() -> u32 {
    let state = Mutex::new(0u32);
    let changed = Condvar::new();
    thread::scope(|scope| {
        for player in 0..2 {
            let (state, changed) = (&state, &changed);
            scope.spawn(move || {
                for _ in 0..30 {
                    let mut turn = changed.wait_while(state.lock().unwrap(), |turn| *turn % 2 != player).unwrap();
                    *turn += 1;
                    changed.notify_all();
                }
            });
        }
    });
    state.into_inner().unwrap()
}

fn main() {
    println!("{}", pipeline());
    println!("{:?}", table());
    println!("{}", ping_pong());

    let barrier = Barrier::new(3);
    let leaders = AtomicU32::new(0);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                SEEN.with(|seen| seen.set(seen.get() + 1));
                if barrier.wait().is_leader() {
                    leaders.fetch_add(SEEN.with(Cell::get), Ordering::AcqRel);
                }
            });
        }
    });
    println!("{} {}", leaders.into_inner(), SEEN.with(Cell::get));

    let (sender, receiver) = channel::<String>();
    println!("{:?}", receiver.recv_timeout(Duration::from_millis(20)) == Err(RecvTimeoutError::Timeout));
    drop(sender);
    println!("{:?}", receiver.recv());

    let poisoned = Arc::new(Mutex::new(String::from("whole")));
    let held = poisoned.clone();
    let broken = thread::spawn(move || {
        let mut text = held.lock().unwrap();
        text.truncate(2);
        panic!("while it is locked: {text}");
    });
    let why = broken.join().unwrap_err();
    println!("{:?} {}", why.downcast_ref::<String>(), poisoned.is_poisoned());
    println!("{}", poisoned.lock().unwrap_or_else(|poison| poison.into_inner()));

    static ONCE: Once = Once::new();
    (0..3).for_each(|n| ONCE.call_once(|| println!("once, at {n}")));
}
