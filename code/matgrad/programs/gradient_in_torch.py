import torch

A = torch.tensor([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0]], dtype=torch.float64)
b = torch.tensor([1.0, 0.0, 2.0], dtype=torch.float64)
x = torch.tensor([1.0, 1.0], dtype=torch.float64, requires_grad=True)

r = A @ x - b
f = r @ r / 2
f.backward()  # fills in x.grad
print("x.grad:                 ", x.grad.tolist())
print("Aᵀ(Ax − b):             ", (A.T @ (A @ x - b)).tolist())

# Two layers: the input z goes through V, then through W.
V = torch.tensor([[1.0, 2.0], [0.0, 1.0]], dtype=torch.float64).requires_grad_()
W = torch.tensor([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0]], dtype=torch.float64)
z = torch.tensor([1.0, -1.0], dtype=torch.float64, requires_grad=True)
r = W @ (V @ z) - b
(r @ r / 2).backward()
u = W.T @ r
print("z.grad, then Vᵀ(Wᵀr):   ", z.grad.tolist(), (V.T @ u).tolist())
print("V.grad, then (Wᵀr)zᵀ:   ", V.grad.tolist(), torch.outer(u, z).tolist())

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
A, b, x = torch.randn(50, 20), torch.randn(50), torch.randn(20, requires_grad=True)
(torch.sum((A @ x - b) ** 2) / 2).backward()
expected = A.T @ (A @ x - b)
print("50×20, same gradient:   ", torch.allclose(x.grad, expected, rtol=1e-9))
