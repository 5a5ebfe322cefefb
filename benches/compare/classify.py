"""What a saved model hears in a file: the whole of a script that predicts one.

    classify.py MODEL FILE
"""
import sys

import joblib
import librosa
import numpy as np

model = joblib.load(sys.argv[1])
y, sr = librosa.load(sys.argv[2])
row = np.hstack([
    np.mean(librosa.feature.mfcc(y=y, sr=sr, n_mfcc=40).T, axis=0),
    np.mean(librosa.feature.chroma_stft(y=y, sr=sr).T, axis=0),
    np.mean(librosa.feature.spectral_contrast(y=y, sr=sr).T, axis=0),
    np.mean(librosa.feature.zero_crossing_rate(y).T, axis=0),
])
print(*model.predict([row]))
