package dev.provelet.guest.kernel.core;

/** Error numbers of Linux on MIPS. */
public enum Errno {
  EPERM(1),
  ENOENT(2),
  ESRCH(3),
  EINTR(4),
  EBADF(9),
  ECHILD(10),
  EAGAIN(11),
  ENOMEM(12),
  EACCES(13),
  EFAULT(14),
  EEXIST(17),
  ENODEV(19),
  EINVAL(22),
  ENFILE(23),
  EMFILE(24),
  ENOTTY(25),
  ENOSPC(28),
  ESPIPE(29),
  EPIPE(32),
  ERANGE(34),
  ENOSYS(89),
  EOPNOTSUPP(122),
  ETIMEDOUT(145);

  private final int number;

  Errno(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
