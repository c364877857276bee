//! The file of powers of tau: which one is taken, and which are not. A small ceremony whose τ is known stands in for the public one.
#![cfg(feature = "snark")]

use std::{fs, io::Write, path::Path, sync::LazyLock};

use halo2_base::halo2_proofs::{
    SerdeFormat,
    arithmetic::Field,
    halo2curves::{
        CurveAffine,
        bn256::{Fq, Fq2, G1Affine, G2Affine},
        ff::PrimeField,
        group::{Curve, GroupEncoding, cofactor::CofactorGroup, prime::PrimeCurveAffine},
        serde::SerdeObject,
    },
};
use openvm_static_verifier::Halo2Params;
use provelet_engine::snark::setup::{
    Basis, Ceremony, Kind, NamedFile, PUBLIC_SEED, Setup, SetupError, bytes_for,
};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

type Change = fn(&mut [u8]);

const SMALL_K: u32 = 6;
const N: usize = 1 << SMALL_K;
const G1_BYTES: usize = 64;
const LAGRANGE: usize = 4 + N * G1_BYTES;
const G2: usize = 4 + 2 * N * G1_BYTES;
const TAU_G2: usize = G2 + 128;

fn bytes(params: &Halo2Params) -> Vec<u8> {
    let mut bytes = Vec::new();
    params.write_custom(&mut bytes, SerdeFormat::RawBytes).expect("written to memory");
    bytes
}

fn params(k: u32, seed: u64) -> Halo2Params {
    Halo2Params::setup(k, ChaCha20Rng::seed_from_u64(seed))
}

static RIGHT: LazyLock<Vec<u8>> = LazyLock::new(|| bytes(&params(SMALL_K, 7)));

fn ceremony() -> Ceremony {
    Ceremony::with_tau(SMALL_K, params(1, 7).s_g2())
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn file(bytes: &[u8]) -> NamedTempFile {
    let mut file = NamedTempFile::new().expect("a temporary file");
    file.write_all(bytes).expect("written");
    file
}

/// The reason why the ceremony does not take these bytes, whose SHA-256 is named rightly.
fn refusal(bytes: &[u8]) -> SetupError {
    let refused = ceremony().read(file(bytes).path(), &sha256(bytes));
    refused.map(|_| ()).expect_err("it must be refused")
}

fn altered(alter: impl FnOnce(&mut [u8])) -> Vec<u8> {
    let mut bytes = RIGHT.clone();
    alter(&mut bytes);
    bytes
}

fn g1(bytes: &[u8], at: usize) -> G1Affine {
    G1Affine::from_raw_bytes(&bytes[at..at + G1_BYTES]).expect("a point")
}

fn put(bytes: &mut [u8], at: usize, point: &impl SerdeObject) {
    let point = point.to_raw_bytes();
    bytes[at..at + point.len()].copy_from_slice(&point);
}

fn place(basis: Basis, index: usize) -> usize {
    let start = match basis {
        Basis::Powers => 4,
        Basis::Lagrange => LAGRANGE,
    };
    start + index * G1_BYTES
}

#[test]
fn the_right_file_is_taken_as_it_is() {
    let file = file(&RIGHT);
    let setup = ceremony().read(file.path(), &sha256(&RIGHT).to_uppercase()).expect("it is taken");

    assert_eq!(setup.kind(), Kind::Ceremony);
    assert!(bytes(setup.params()) == *RIGHT);
    let mut written = Vec::new();
    setup.write(&mut written).expect("written to memory");
    assert!(written == *RIGHT);
    let installed =
        Setup::read_installed(Kind::Ceremony, SMALL_K, file.path(), &sha256(&RIGHT)).expect("read");
    assert!(bytes(installed.params()) == *RIGHT);
}

/// None is the public ceremony's, so each is refused: which one was looked at says for what.
#[test]
fn the_file_of_so_many_powers_is_the_one_that_has_the_size() {
    let (right, larger) = (file(&RIGHT), file(&bytes(&params(SMALL_K + 1, 7))));
    let named = |file: &NamedTempFile, sha256: String| NamedFile { path: file.path().into(), sha256 };
    let files = [named(&larger, "ab".repeat(32)), named(&right, sha256(&RIGHT))];

    let refused = |k| Setup::read_ceremony(k, &files).map(|_| ()).expect_err("not the ceremony's");
    assert!(matches!(refused(SMALL_K), SetupError::OtherCeremony));
    assert!(matches!(refused(SMALL_K + 1), SetupError::Digest { .. }));
    let missing = refused(SMALL_K + 2);
    assert!(matches!(missing, SetupError::Missing { .. }));
    assert!(missing.to_string().contains("kzg_bn254_8.srs"), "{missing}");
}

#[test]
fn another_ceremonys_file_is_refused() {
    let other = bytes(&params(SMALL_K, 8));
    assert!(matches!(refusal(&other), SetupError::OtherCeremony));
}

#[test]
fn another_ceremonys_points_are_refused_with_this_ceremonys_tau() {
    let mut other = bytes(&params(SMALL_K, 8));
    other[TAU_G2..].copy_from_slice(&RIGHT[TAU_G2..]);
    assert!(matches!(refusal(&other), SetupError::Powers));

    let mut lagrange = RIGHT.clone();
    lagrange[LAGRANGE..G2].copy_from_slice(&other[LAGRANGE..G2]);
    assert!(matches!(refusal(&lagrange), SetupError::Lagrange));
}

#[test]
fn the_development_setup_is_refused_with_its_own_words() {
    let mut file = Vec::new();
    Setup::insecure_dev(SMALL_K).write(&mut file).expect("written to memory");

    let refused = refusal(&file);

    assert!(matches!(refused, SetupError::Development), "{refused:?}");
    assert!(refused.to_string().contains("development setup"), "{refused}");
}

#[test]
fn one_altered_point_in_either_basis_is_refused() {
    for basis in [Basis::Powers, Basis::Lagrange] {
        for index in [0, 1, N / 2, N - 2, N - 1] {
            let at = place(basis, index);
            let other = altered(|bytes| {
                let point = (g1(bytes, at) + G1Affine::generator()).to_affine();
                put(bytes, at, &point);
            });
            let refused = refusal(&other);
            let rightly = match (basis, index) {
                (Basis::Powers, 0) => matches!(refused, SetupError::Generators),
                (Basis::Powers, _) => matches!(refused, SetupError::Powers),
                (Basis::Lagrange, _) => matches!(refused, SetupError::Lagrange),
            };
            assert!(rightly, "{basis}, {index}: {refused:?}");
        }
    }
}

#[test]
fn what_is_not_a_point_is_refused_with_its_place() {
    let not_points: [(&str, Change); 3] = [
        ("not on the curve", |point| point[0] ^= 1),
        ("not a number of the field", |point| point[..32].fill(0xff)),
        ("zero", |point| point.fill(0)),
    ];
    for (what, spoil) in not_points {
        for basis in [Basis::Powers, Basis::Lagrange] {
            for index in [0, N / 2, N - 1] {
                let at = place(basis, index);
                let refused = refusal(&altered(|bytes| spoil(&mut bytes[at..at + G1_BYTES])));
                let SetupError::NotAPoint { basis: said, index: place } = refused else {
                    panic!("{what}, {basis}, {index}: {refused:?}")
                };
                assert_eq!((said, place), (basis, index), "{what}");
            }
        }
    }
}

#[test]
fn swapped_points_are_refused() {
    let swapped = |a: usize, b: usize| {
        altered(|bytes| {
            let (first, second) = (g1(bytes, a), g1(bytes, b));
            put(bytes, a, &second);
            put(bytes, b, &first);
        })
    };
    let powers = swapped(place(Basis::Powers, 3), place(Basis::Powers, 4));
    assert!(matches!(refusal(&powers), SetupError::Powers));
    let lagrange = swapped(place(Basis::Lagrange, 3), place(Basis::Lagrange, 4));
    assert!(matches!(refusal(&lagrange), SetupError::Lagrange));
    let across = swapped(place(Basis::Powers, 3), place(Basis::Lagrange, 3));
    assert!(matches!(refusal(&across), SetupError::Powers));
}

#[test]
fn bases_that_agree_with_each_other_but_not_with_tau_are_refused() {
    // Twice each point: the powers still follow each other.
    let doubled = altered(|bytes| {
        for at in (4..G2).step_by(G1_BYTES) {
            let point = g1(bytes, at);
            put(bytes, at, &(point + point).to_affine());
        }
    });
    assert!(matches!(refusal(&doubled), SetupError::Generators));
}

#[test]
fn points_of_g2_are_the_ceremonys_own() {
    let generator = G2Affine::generator();
    let twice = (generator + generator).to_affine();
    assert!(matches!(refusal(&altered(|bytes| put(bytes, G2, &twice))), SetupError::Generators));
    assert!(matches!(refusal(&altered(|bytes| put(bytes, TAU_G2, &twice))), SetupError::OtherCeremony));
    for at in [G2, TAU_G2] {
        let off = refusal(&altered(|bytes| bytes[at] ^= 1));
        assert!(matches!(off, SetupError::NotInGroup), "{off:?}");
        let outside = refusal(&altered(|bytes| put(bytes, at, &outside_the_group())));
        assert!(matches!(outside, SetupError::NotInGroup), "{outside:?}");
    }
}

/// On the twist, but not of the order of G1.
fn outside_the_group() -> G2Affine {
    (1u64..)
        .find_map(|x| {
            let x = Fq2 { c0: Fq::from(x), c1: Fq::ZERO };
            let y = Option::<Fq2>::from((x.square() * x + G2Affine::b()).sqrt())?;
            let point = G2Affine { x, y };
            (!bool::from(point.to_curve().is_torsion_free())).then_some(point)
        })
        .expect("most points of the twist are outside")
}

#[test]
fn a_file_of_another_length_is_refused() {
    let lengths = [0, 3, 4, LAGRANGE, RIGHT.len() - 1, RIGHT.len() + 1, RIGHT.len() + 64];
    for length in lengths {
        let mut other = RIGHT.clone();
        other.resize(length, 0);
        let SetupError::Size { actual, expected, .. } = refusal(&other) else { panic!("{length}") };
        assert_eq!((actual, expected), (length as u64, bytes_for(SMALL_K)));
    }
}

#[test]
fn a_file_of_another_degree_is_refused() {
    let larger = refusal(&bytes(&params(SMALL_K + 1, 7)));
    assert!(matches!(larger, SetupError::Size { of: Some(7), .. }), "{larger:?}");
    assert!(larger.to_string().contains("the size for k = 7"), "{larger}");

    for k in [0, SMALL_K - 1, SMALL_K + 1, u32::MAX] {
        let said = refusal(&altered(|bytes| bytes[..4].copy_from_slice(&k.to_le_bytes())));
        assert!(matches!(said, SetupError::Degree { actual, k: SMALL_K } if actual == k), "{said:?}");
    }
}

#[test]
fn a_file_with_another_digest_is_refused_before_its_points_are_spoken_of() {
    let wrong = altered(|bytes| bytes[place(Basis::Powers, 3)] ^= 1);
    for bytes in [&*RIGHT, &wrong] {
        let refused = ceremony().read(file(bytes).path(), &sha256(b"another file")).map(|_| ());
        assert!(matches!(refused, Err(SetupError::Digest { .. })), "{refused:?}");
        let installed =
            Setup::read_installed(Kind::Ceremony, SMALL_K, file(bytes).path(), &sha256(b"another file"));
        assert!(matches!(installed.map(|_| ()), Err(SetupError::Digest { .. })));
    }
    for named in ["", "12", &"g".repeat(64), &"é".repeat(32), &format!("{} ", sha256(&RIGHT))] {
        let refused = ceremony().read(file(&RIGHT).path(), named).map(|_| ());
        assert!(matches!(refused, Err(SetupError::NotADigest(_))), "'{named}': {refused:?}");
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let missing = Path::new("/nonexistent/kzg_bn254_22.srs");
    let named = |path: &Path| [NamedFile { path: path.into(), sha256: "0".repeat(64) }];
    let refused = Setup::read_ceremony(SMALL_K, &named(missing)).map(|_| ()).expect_err("there is no file");
    assert!(refused.to_string().contains("/nonexistent/kzg_bn254_22.srs"), "{refused}");
    let folder = tempfile::tempdir().expect("a folder");
    assert!(Setup::read_ceremony(SMALL_K, &named(folder.path())).is_err());
}

#[test]
fn the_development_setup_is_halo2s_own_with_the_public_seed() {
    for k in [1, 3, 10] {
        let setup = Setup::insecure_dev(k);
        assert_eq!(setup.kind(), Kind::InsecureDev);
        assert!(bytes(setup.params()) == bytes(&params(k, PUBLIC_SEED)), "k = {k}");
    }
}

#[test]
fn the_public_ceremonys_tau_is_the_one_in_openvms_contracts() {
    let tau = Ceremony::perpetual_powers_of_tau(SMALL_K).tau_g2();
    assert!(bool::from(tau.is_on_curve()) && bool::from(tau.to_curve().is_torsion_free()));
    // The last four words of the pairing in src/v1.5/Halo2Verifier.sol: the negated point, imaginary parts first.
    let pairing = [
        "172aa93c41f16e1e04d62ac976a5d945f4be0acab990c6dc19ac4a7cf68bf77b",
        "2ae0c8c3a090f7200ff398ee9845bbae8f8c1445ae7b632212775f60a0e21600",
        "190fa476a5b352809ed41d7a0d7fe12b8f685e3c12a6d83855dba27aaf469643",
        "1c0a500618907df9e4273d5181e31088deb1f05132de037cbfe73888f97f77c9",
    ];
    let negated = -tau;
    let words = [negated.x.c1, negated.x.c0, negated.y.c1, negated.y.c0].map(|part| {
        let little_endian = part.to_repr();
        little_endian.iter().rev().map(|byte| format!("{byte:02x}")).collect::<String>()
    });
    assert_eq!(words, pairing);
    assert_ne!(tau.to_bytes().as_ref(), Setup::insecure_dev(1).params().s_g2().to_bytes().as_ref());
}

#[test]
fn kinds_are_called_alike_everywhere() {
    for (kind, name) in [(Kind::Ceremony, "ceremony"), (Kind::InsecureDev, "insecure-dev")] {
        assert_eq!(kind.to_string(), name);
        assert_eq!(serde_json::to_value(kind).expect("JSON"), name);
    }
}

/// 512 MiB; prints what it takes.
#[test]
#[ignore = "makes and checks a whole setup, a minute; for --nightly"]
fn a_whole_setup_is_checked() {
    const K: u32 = 22;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("kzg_bn254_22.srs");
    let start = std::time::Instant::now();
    let setup = Setup::insecure_dev(K);
    println!("made in {:.1} s", start.elapsed().as_secs_f64());
    setup.write(&mut std::io::BufWriter::new(fs::File::create(&path).expect("a file"))).expect("written");
    assert_eq!(fs::metadata(&path).expect("there").len(), bytes_for(K));
    let tau_g2 = setup.params().s_g2();
    drop(setup);
    let digest = sha256(&fs::read(&path).expect("read"));
    fs::write("/proc/self/clear_refs", "5").expect("the peak is reset");

    let start = std::time::Instant::now();
    Ceremony::with_tau(K, tau_g2).read(&path, &digest).expect("it is taken");
    println!("checked in {:.1} s", start.elapsed().as_secs_f64());

    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).expect("a peak");
    println!("{peak}");
    let kib: u64 = peak.split_whitespace().nth(1).and_then(|kib| kib.parse().ok()).expect("a number");
    assert!(kib < 2 * bytes_for(K) / 1024, "twice in memory: {kib} KiB");
}
