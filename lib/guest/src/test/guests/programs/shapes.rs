// Trait objects, generics, closures, iterators, reference counts, text, floating point, an error as exit status.
use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;
use std::process::ExitCode;
use std::rc::{Rc, Weak};
use std::str::FromStr;

trait Shape {
    fn area(&self) -> f64;
    fn name(&self) -> String {
        "shape".into()
    }
}

struct Circle(f64);
struct Polygon<const N: usize>([(f64, f64); N]);

impl Shape for Circle {
    fn area(&self) -> f64 {
        std::f64::consts::PI * self.0.powi(2)
    }
}

impl<const N: usize> Shape for Polygon<N> {
    fn area(&self) -> f64 {
        let next = self.0.iter().cycle().skip(1);
        self.0.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>().abs() / 2.0
    }
    fn name(&self) -> String {
        format!("{N}-gon")
    }
}

#[derive(Debug, PartialEq)]
enum Bad {
    Empty,
    Token(String),
    Zero { at: usize },
}

impl fmt::Display for Bad {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Bad::Empty => write!(f, "nothing there"),
            Bad::Token(token) => write!(f, "what is {token:?}?"),
            Bad::Zero { at } => write!(f, "division by zero, token {at}"),
        }
    }
}

impl std::error::Error for Bad {}

/// Reverse Polish notation.
struct Value(f64);

impl FromStr for Value {
    type Err = Bad;
    fn from_str(text: &str) -> Result<Self, Bad> {
        let mut stack = Vec::new();
        for (at, token) in text.split_whitespace().enumerate() {
            let value = if let Ok(number) = token.parse::<f64>() {
                number
            } else {
                let (b, a) = (stack.pop().ok_or(Bad::Empty)?, stack.pop().ok_or(Bad::Empty)?);
                match token {
                    "+" => a + b,
                    "-" => a - b,
                    "*" => a * b,
                    "/" if b == 0.0 => return Err(Bad::Zero { at }),
                    "/" => a / b,
                    other => return Err(Bad::Token(other.to_owned())),
                }
            };
            stack.push(value);
        }
        stack.pop().map(Value).ok_or(Bad::Empty)
    }
}

#[derive(Default)]
struct Node {
    label: u32,
    parent: RefCell<Weak<Node>>,
    children: RefCell<Vec<Rc<Node>>>,
}

fn tree(label: u32) -> Rc<Node> {
    let node = Rc::new(Node { label, ..Node::default() });
    for child in (2 * label..=2 * label + 1).filter(|child| *child < 32).map(tree) {
        *child.parent.borrow_mut() = Rc::downgrade(&node);
        node.children.borrow_mut().push(child);
    }
    node
}

fn depth(node: &Rc<Node>) -> usize {
    node.parent.borrow().upgrade().map_or(0, |parent| 1 + depth(&parent))
}

fn leaves(node: &Rc<Node>) -> Vec<(u32, usize)> {
    let children = node.children.borrow();
    if children.is_empty() { vec![(node.label, depth(node))] } else { children.iter().flat_map(leaves).collect() }
}

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let shapes: Vec<Box<dyn Shape>> = vec![
        Box::new(Circle(1.5)),
        Box::new(Polygon([(0.0, 0.0), (4.0, 0.0), (0.0, 3.0)])),
        Box::new(Polygon([(0.0, 0.0), (2.0, 0.5), (2.5, 2.0), (1.0, 3.25), (-0.5, 1.125)])),
    ];
    for shape in &shapes {
        println!("{:>8} {:10.4} {:e}", shape.name(), shape.area(), shape.area() as f32);
    }
    println!("{:?}", leaves(&tree(1)));

    let texts = ["3 4 + 2 *", "1 3 /", "1 0 /", "1 2 ^", "", "+", "1e308 10 *", "0.1 0.2 +", "-0.0 1e-320 -"];
    for text in texts {
        match text.parse::<Value>() {
            Ok(Value(value)) => println!("{text} = {value} {value:?} {:?}", value.to_bits()),
            Err(why) => println!("{text}: {why} {}", why == Bad::Empty),
        }
    }
    let fibonacci = std::iter::successors(Some((0u64, 1u64)), |(a, b)| Some((*b, a.checked_add(*b)?))).map(|(a, _)| a);
    println!("{:?}", fibonacci.enumerate().filter(|(n, _)| n % 13 == 0).collect::<Vec<_>>());
    let text = "Ein Bär, zwei 🐻 and a caf\u{e9}";
    let upper: String = text.chars().rev().flat_map(char::to_uppercase).collect();
    println!("{upper} {} {}", text.len(), text.chars().filter(char::is_ascii_lowercase).collect::<HashSet<_>>().len());
    println!("{:?}", text.split(' ').map(|word| word.bytes().map(u32::from).sum::<u32>()).collect::<Vec<_>>());
    println!("{:08.3}|{:+}|{:>#12b}|{:<6}|{:^9}|", -3.14159f32, 17, 37, true, "mid");
    println!("{} {} {:?}", f32::MAX, f64::MIN_POSITIVE, [1.0f64.exp(), 2f64.sqrt(), 0.5f64.atan2(-1.0), 1e300f64.ln()]);
    println!("{:?} {:?}", (300.7f32 as u8, -1.5f64 as u32, f64::NAN as i32), "1.7976931348623157e308".parse::<f64>());

    let value: Value = "40 2 +".parse()?;
    Ok(ExitCode::from(value.0 as u8))
}
