# The everyday commands of a developer; `make` lists them. For users there is ./provelet.
.DEFAULT_GOAL := help
MVN := ./mvnw -B --no-transfer-progress

export JAVA_HOME := $(shell tools/jdk)

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

test: native native-check native-test lint ## everything that the gate runs: formats, lints, unit, integration and end-to-end tests
	$(MVN) verify

native: ## the proving engine for this processor
	src-native-cuda/build

native-check: ## rustfmt, clippy and the header
	src-native-cuda/build --check

native-test: ## the engine's own tests; prove for real
	src-native-cuda/build --test

quick: lint ## what to run before each push: formats, lints, unit and contract tests
	cd src-native-cuda && cargo fmt --check
	@eval "$$(src-native-cuda/build --print-environment)" && if [ -d "$$CARGO_TARGET_DIR/release" ]; then \
	  src-native-cuda/build --check; else echo "clippy is left out: make native first, it compiles what clippy needs"; fi
	$(MVN) -q spotless:check test

fuzz: ## five fuzzers, ten minutes each: ELFs, code, and the engine's readers of programs, segments and proofs
	$(MVN) -q -pl lib/guest test-compile
	lib/guest/fuzz elf 600
	lib/guest/fuzz code 600
	src-native-cuda/fuzz program 600
	src-native-cuda/fuzz segment 600
	src-native-cuda/fuzz proof 600

cuda: ## the proving engine for GPUs: compiled, checked, and tested as far as this machine allows; half an hour
	src-native-cuda/build --level v3 --cuda --check
	src-native-cuda/build --level v3 --cuda --test
	src-native-cuda/build --level v3 --cuda

nightly: native cuda ## the gate and the long tests: 20,000 random sequences, programs of every compiler, long proofs, the GPU engine
	src-native-cuda/build --nightly
	$(MVN) verify -Pnightly

lint: ## Dockerfiles, the compose file, shell scripts
	tools/lint

fmt: ## formats Java, poms and Rust
	$(MVN) -q spotless:apply
	cd src-native-cuda && cargo fmt

demo: ## ./provelet demo
	./provelet demo

clean: ## removes what was built here; caches outside stay
	rm -rf target */target lib/*/target src-native-cuda/java/target

.PHONY: help test native cuda native-check native-test quick nightly lint fmt demo clean fuzz
