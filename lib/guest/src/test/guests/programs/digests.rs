// SHA-256 and Keccak-f of growing messages, 64- and 128-bit arithmetic, rotations, checked and saturating operations.
const K: [u32; 64] = constants();

/// The first 32 bits of the fractional parts of the cube roots of the first 64 primes, by integer arithmetic.
const fn constants() -> [u32; 64] {
    let mut k = [0; 64];
    let (mut count, mut n) = (0, 2u128);
    while count < 64 {
        let (mut prime, mut d) = (true, 2);
        while d * d <= n {
            if n % d == 0 {
                prime = false;
            }
            d += 1;
        }
        if prime {
            let (mut low, mut high) = (0u128, 8u128 << 32);
            while high - low > 1 {
                let middle = (low + high) / 2;
                if middle * middle * middle <= n << 96 {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            k[count] = low as u32;
            count += 1;
        }
        n += 1;
    }
    k
}

fn sha256(message: &[u8]) -> [u8; 32] {
    let mut h: [u32; 8] = [
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    ];
    let mut padded = message.to_vec();
    padded.push(0x80);
    padded.resize((message.len() + 9 + 63) / 64 * 64 - 8, 0);
    padded.extend((message.len() as u64 * 8).to_be_bytes());
    for block in padded.chunks_exact(64) {
        let mut w = [0u32; 64];
        for (word, bytes) in w.iter_mut().zip(block.chunks_exact(4)) {
            *word = u32::from_be_bytes(bytes.try_into().unwrap());
        }
        for i in 16..64 {
            let s0 = w[i - 15].rotate_right(7) ^ w[i - 15].rotate_right(18) ^ w[i - 15] >> 3;
            let s1 = w[i - 2].rotate_right(17) ^ w[i - 2].rotate_right(19) ^ w[i - 2] >> 10;
            w[i] = w[i - 16].wrapping_add(s0).wrapping_add(w[i - 7]).wrapping_add(s1);
        }
        let mut v = h;
        for i in 0..64 {
            let s1 = v[4].rotate_right(6) ^ v[4].rotate_right(11) ^ v[4].rotate_right(25);
            let choice = v[4] & v[5] ^ !v[4] & v[6];
            let t1 = v[7].wrapping_add(s1).wrapping_add(choice).wrapping_add(K[i]).wrapping_add(w[i]);
            let s0 = v[0].rotate_right(2) ^ v[0].rotate_right(13) ^ v[0].rotate_right(22);
            let majority = v[0] & v[1] ^ v[0] & v[2] ^ v[1] & v[2];
            v = [t1.wrapping_add(s0).wrapping_add(majority), v[0], v[1], v[2], v[3].wrapping_add(t1), v[4], v[5], v[6]];
        }
        h.iter_mut().zip(v).for_each(|(h, v)| *h = h.wrapping_add(v));
    }
    let mut digest = [0; 32];
    digest.chunks_exact_mut(4).zip(h).for_each(|(bytes, word)| bytes.copy_from_slice(&word.to_be_bytes()));
    digest
}

fn keccak_f(a: &mut [u64; 25]) {
    let mut lfsr = 1u8;
    for _ in 0..24 {
        let c: Vec<u64> = (0..5).map(|x| (0..5).fold(0, |sum, y| sum ^ a[x + 5 * y])).collect();
        for i in 0..25 {
            a[i] ^= c[(i + 4) % 5] ^ c[(i + 1) % 5].rotate_left(1);
        }
        let (mut x, mut y, mut current) = (1, 0, a[1]);
        for t in 0..24u32 {
            (x, y) = (y, (2 * x + 3 * y) % 5);
            let kept = a[x + 5 * y];
            a[x + 5 * y] = current.rotate_left((t + 1) * (t + 2) / 2 % 64);
            current = kept;
        }
        for row in a.chunks_exact_mut(5) {
            let old: [u64; 5] = (&*row).try_into().unwrap();
            (0..5).for_each(|i| row[i] ^= !old[(i + 1) % 5] & old[(i + 2) % 5]);
        }
        for bit in 0..7 {
            if lfsr & 1 == 1 {
                a[0] ^= 1 << ((1u32 << bit) - 1);
            }
            lfsr = lfsr << 1 ^ (lfsr >> 7) * 0x71;
        }
    }
}

fn hex(bytes: impl IntoIterator<Item = u8>) -> String {
    bytes.into_iter().map(|byte| format!("{byte:02x}")).collect()
}

fn main() {
    println!("{}", hex(sha256(b"abc")));
    let mut chained = [0u8; 32];
    for length in 0..130 {
        let message: Vec<u8> = chained.iter().cycle().take(length).copied().collect();
        chained = sha256(&message);
    }
    println!("{}", hex(chained));
    let mut state = [0u64; 25];
    (0..10).for_each(|_| keccak_f(&mut state));
    println!("{:016x} {:016x}", state[0], state[24]);

    let (a, b) = (0xfedc_ba98_7654_3210_0123_4567_89ab_cdefu128, 0x1234_5678_9abc_def0_0fed_cba9u128);
    println!("{} {} {:#x} {:?}", a / b, a % b, a.wrapping_mul(b), a.checked_mul(b));
    println!("{} {}", (a as i128) / -(b as i128), (a as i128 >> 5).leading_zeros());
    let (x, y) = (i64::MIN, -1i64);
    println!("{:?} {:?} {} {}", x.checked_div(y), x.overflowing_mul(y), x.saturating_sub(1), x.wrapping_rem(3));
    println!("{} {} {}", u64::MAX / 1_000_000_007, (u64::MAX - 58) % 4_294_967_291, 3u64.pow(40).swap_bytes());
    println!("{:?}", [5i8, -128, 127].map(|v| (v.checked_abs(), v.rotate_left(3), v.count_ones(), v.trailing_zeros())));
}
