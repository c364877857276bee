//! Written by `src-native-cuda/build --key-digests`: digests of the verifying keys that this version's circuits have.

use crate::machine::key_digests::KeyDigests;

/// In the order of the machines' numbers.
pub const RELEASED_KEYS: [KeyDigests; 4] = [
    KeyDigests {
        segment: "300757c8b5bc7f746ddb5fa752d6a7c3ced03259d2084c0465f969c5e21b875f",
        aggregate: "58699cfb3e89c0afa91b8312db62347f513c0b53362b5f9a4d1173510ded9334",
        verify: "815651635d7c35d92256f4d9fffbdd853fa87925d58f233183e0cb5d51834931",
    },
    KeyDigests {
        segment: "1159e38ae3a12adc04d50926dcff33d051f6aba0af758947ca5b771f11c43cf1",
        aggregate: "42d6e2ca5b51ce9b1586d5af0c7475bba477e4cf3e093ba40edd14f814909e50",
        verify: "57e90a4bb78b5bb5d564e6c280163363658eecde9a65d17248e32c2bd2f21c04",
    },
    KeyDigests {
        segment: "6e6e7cedaecf6c64f3a8d5edd66069eaf3b5d66c8207b015dacd353bdff81a0c",
        aggregate: "ff2f12e8255d467c17a70d5702a5a03827361790538d8374182039e8ae98a2a9",
        verify: "cc8d6da17a1f8f3a426c055ef5925eda8e1fd68eaa370b69c8cdb85fdfe8de1d",
    },
    KeyDigests {
        segment: "c12447255468ca6f25f70bd85c3c874c2d4bcfd9b2aecdbc5113f766877a8efc",
        aggregate: "773ef23f3a2fe702fc07835a3c0555dd23a929c88f528adb337b196168920085",
        verify: "58271041eec08e696b6a1354699c0e047803cad3b85c0ebc725ddf2166a2d9ea",
    },
];
