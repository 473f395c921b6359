import jax
import numpy as np

jax.config.update("jax_enable_x64", True)  # or JAX computes in float32
A = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
b = np.array([1.0, 0.0, 2.0])
x = np.array([1.0, 1.0])


def residual(x):
    return A @ x - b


def objective(x):
    r = residual(x)
    return r @ r / 2


print("jax.grad of f at x:     ", jax.grad(objective)(x))
print("Aᵀ(Ax − b):             ", A.T @ (A @ x - b))

r, pull_back = jax.vjp(residual, x)  # vjp: vector–Jacobian product
print("r:                      ", r)
print("pull_back(r):           ", pull_back(r)[0])

u = np.array([1.0, 10.0, 100.0])
print("pull_back(u), then Aᵀu: ", pull_back(u)[0], A.T @ u)
v = np.array([1.0, 10.0])
print("push_forward(v), Av:    ", jax.jvp(residual, (x,), (v,))[1], A @ v)
(transposed,) = jax.linear_transpose(lambda v: A @ v, x)(u)
print("transpose of v ↦ Av, u: ", transposed)

rng = np.random.default_rng(0)
A, b = rng.standard_normal((50, 20)), rng.standard_normal(50)
x = rng.standard_normal(20)
expected = A.T @ (A @ x - b)
print("50×20, same gradient:   ", np.allclose(jax.grad(objective)(x), expected, rtol=1e-9))
