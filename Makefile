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

unit: ## the Java unit tests only, about a minute
	$(MVN) test

fuzz: ## fuzzes the loader and translator, and the engine's readers of programs, segments and proofs; ten minutes each
	$(MVN) -q -pl lib/guest test-compile
	lib/guest/fuzz elf 600
	lib/guest/fuzz code 600
	src-native-cuda/fuzz program 600
	src-native-cuda/fuzz segment 600
	src-native-cuda/fuzz proof 600

cuda: ## the proving engine for GPUs, for any processor: compiled, checked and, as far as can be, tested; half an hour
	src-native-cuda/build --level v3 --cuda --check
	src-native-cuda/build --level v3 --cuda --test
	src-native-cuda/build --level v3 --cuda

nightly: native cuda ## the long tests: random sequences by the thousand, programs built in every way, long proofs, the GPU's engine
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

.PHONY: help test native cuda native-check native-test unit nightly lint fmt demo clean fuzz
