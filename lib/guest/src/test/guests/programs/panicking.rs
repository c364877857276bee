// Panics that are caught, resumed and dropped through; the last one ends the program with status 101.
use std::panic::{self, AssertUnwindSafe};
use std::rc::Rc;
use std::thread;

struct Loud(&'static str);

impl Drop for Loud {
    fn drop(&mut self) {
        println!("dropped {}{}", self.0, if thread::panicking() { " while panicking" } else { "" });
    }
}

fn deep(n: u32) -> u32 {
    let _guard = if n % 4 == 0 { Some(Loud("a frame")) } else { None };
    if n == 0 { panic!("at the bottom") } else { deep(n - 1) + 1 }
}

fn main() {
    panic::set_hook(Box::new(|info| println!("hook: {info}")));
    let caught = panic::catch_unwind(|| deep(9)).unwrap_err();
    println!("caught {:?}", caught.downcast_ref::<&str>());

    let empty: Vec<u32> = Vec::new();
    println!("{}", panic::catch_unwind(|| empty[empty.len() + 2]).is_err());
    let zero = empty.len() as i32;
    println!("{}", panic::catch_unwind(|| 10 / zero).is_err());
    println!("{}", panic::catch_unwind(|| "seven".parse::<i32>().unwrap()).is_err());
    println!("{}", panic::catch_unwind(|| Option::<u8>::None.expect("something")).is_err());
    let text = "grün";
    println!("{}", panic::catch_unwind(|| text[..3].len()).is_err());

    let shared = Rc::new(Loud("shared"));
    let again = shared.clone();
    let resumed = panic::catch_unwind(AssertUnwindSafe(move || {
        let _kept = again;
        panic::resume_unwind(Box::new(77u8));
    }));
    println!("{:?} {}", resumed.unwrap_err().downcast::<u8>().ok(), Rc::strong_count(&shared));

    let joined = thread::spawn(|| panic!("{} and {:.2}", 1, 2.5)).join();
    println!("{:?}", joined.unwrap_err().downcast_ref::<String>());

    let _last = Loud("the last");
    assert_eq!(1 + zero, 2, "the end");
}
