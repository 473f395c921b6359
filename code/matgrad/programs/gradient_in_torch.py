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
V = torch.tensor([[1.0, 2.0], [0.0, 1.0]], dtype=torch.float64, requires_grad=True)
W = torch.tensor([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0]], dtype=torch.float64)
z = torch.tensor([1.0, -1.0], dtype=torch.float64, requires_grad=True)
r = W @ (V @ z) - b
(r @ r / 2).backward()
print("z.grad, then Vᵀ(Wᵀr):   ", z.grad.tolist(), (V.T @ (W.T @ r)).tolist())
print("V.grad, then (Wᵀr)zᵀ:   ", V.grad.tolist(), torch.outer(W.T @ r, z).tolist())

torch.manual_seed(0)
A, b = torch.randn(50, 20, dtype=torch.float64), torch.randn(50, dtype=torch.float64)
x = torch.randn(20, dtype=torch.float64, requires_grad=True)
(torch.sum((A @ x - b) ** 2) / 2).backward()
print("50×20, same gradient:   ", torch.allclose(x.grad, A.T @ (A @ x - b), rtol=1e-9, atol=0))
